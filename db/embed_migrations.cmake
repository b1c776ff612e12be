# Makes one source file of the numbered migrations: cmake -DOUT=… -DDIR=… -P embed_migrations.cmake
file(GLOB files ${DIR}/*.sql)
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  get_filename_component(stem ${file} NAME_WE)
  string(REGEX MATCH "^([0-9]+)_(.*)$" ok ${stem})
  if(NOT ok)
    message(FATAL_ERROR "a migration is named NNNN_what.sql: ${file}")
  endif()
  string(REGEX REPLACE "^0+" "" version ${CMAKE_MATCH_1})
  file(READ ${file} sql)
  string(APPEND rows "    {${version}, \"${stem}\", R\"sql(${sql})sql\"},\n")
endforeach()
file(WRITE ${OUT}.new "#include \"db/migrations.hpp\"

namespace db {
namespace {

constexpr Migration all[] = {
${rows}};

}  // namespace

std::span<const Migration> migrations() { return all; }

}  // namespace db
")
file(COPY_FILE ${OUT}.new ${OUT} ONLY_IF_DIFFERENT)

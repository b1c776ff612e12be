# cmake -DOUT=FILE.cpp -DROOT=FOLDER -DGLOB=PATTERN -DLIST=NAME -P embed.cmake: a source file that holds
# the files, by their names under ROOT, behind a function of that name.
file(GLOB FILES "${GLOB}")
list(SORT FILES)
set(text "#include \"pages/embedded.hpp\"\n\n")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name "${ROOT}" "${file}")
  math(EXPR number "${number} + 1")
  string(APPEND text
    "asm(\".pushsection .rodata\\n.global kl_${LIST}_${number}\\nkl_${LIST}_${number}:\\n.incbin \\\"${file}\\\"\\n\"\n"
    "    \".global kl_${LIST}_${number}_end\\nkl_${LIST}_${number}_end:\\n.byte 0\\n.popsection\\n\");\n"
    "extern \"C\" const char kl_${LIST}_${number}[], kl_${LIST}_${number}_end[];\n")
  string(APPEND rows
    "    {\"${name}\", {kl_${LIST}_${number}, static_cast<std::size_t>(kl_${LIST}_${number}_end - kl_${LIST}_${number})}},\n")
endforeach()
string(APPEND text
  "\nnamespace pages {\nstd::span<const Embedded> ${LIST}() {\n    static const Embedded files[] = {\n${rows}    };\n"
  "    return files;\n}\n}  // namespace pages\n")
file(WRITE "${OUT}" "${text}")

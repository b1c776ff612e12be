#include "identity/common_words.hpp"

#include <set>
#include <string>

#include "db/text_key.hpp"

namespace identity {
namespace {

// Written for this program: what lists of leaked passwords have in common, and what Norwegians add.
constexpr std::string_view words = R"(
    password passord passordet passorder pass passw passwd pwd hemmelig hemmelighet secret secrets
    login logginn innlogging logon logg signin admin administrator root user bruker brukernavn
    guest gjest test tester testing prøve demo default standard welcome velkommen hello hei heisann
    hallo halla morn goddag master mester system server change changeme endre endremeg nytt nyttpassord
    glemt glemtpassord access adgang open sesame letmein slippmeginn kom inn kode koden pinkode pin
    qwerty qwertz azerty qaz qazwsx asdf asdfgh asdfghjkl zxcv zxcvbn abc abcd abcdef abcdefg xyz
    one two three en to tre fire fem seks sju åtte ni ti elleve tolv first second
    winter spring summer autumn fall vinter våren vår sommer sommeren høst høsten januar februar mars
    april mai juni juli august september oktober november desember january february march june july
    october december mandag tirsdag onsdag torsdag fredag lørdag søndag monday tuesday wednesday
    thursday friday saturday sunday helg påske jul julen juleaften julenissen nyttår ferie
    love lover loveyou iloveyou ilove elsker elskerdeg jegelskerdeg kjærlighet kjæreste hjerte skatt
    skatten vennen baby babe honey darling sweetheart sexy princess prinsesse prins dronning konge
    king queen angel engel angels devil djevel jesus christ gud god heaven
    mamma pappa mor far mormor farmor morfar farfar bestemor bestefar bror søster sønn datter barn
    mother father brother sister family familie familien friend friends venn venner
    dog cat hund katt kattepus pusur hest pony horse tiger lion løve dragon drage monkey ape bear
    bjørn ulv wolf fox rev eagle ørn falcon shadow skygge mustang butterfly sommerfugl dolphin delfin
    flower blomst rose roser sunshine solskinn sun sol moon måne star stjerne rainbow regnbue
    football fotball soccer baseball basketball hockey håndball handball ski skiing langrenn golf
    tennis liverpool arsenal chelsea manchester united everton leeds tottenham barcelona real madrid
    rosenborg brann vålerenga lillestrøm viking molde sandefjord stokke larvik tønsberg fotballag
    oslo bergen trondheim stavanger kristiansand drammen fredrikstad bodø tromsø norge noreg norway
    norsk norsken norwegian viking vikings sverige sweden danmark denmark london paris vestfold
    batman superman spiderman pokemon pikachu starwars skywalker vader matrix gandalf frodo harry
    potter hermione minecraft fortnite roblox nintendo playstation xbox mario zelda sonic
    computer data datamaskin internet internett nettverk network windows microsoft google apple
    iphone android samsung facebook instagram snapchat youtube netflix spotify outlook office excel
    money penger cash bank gull gold silver sølv diamond diamant rich rik million
    coffee kaffe beer øl pizza taco chocolate sjokolade cookie kake kaker brus cola pepsi banan
    banana apple eple orange lemon cheese ost brunost bacon kebab
    red blue green yellow black white pink purple rød blå grønn gul svart hvit rosa lilla
    car bil bilen mercedes volvo toyota tesla ferrari porsche audi bmw honda yamaha harley ford
    freedom frihet peace fred power makt magic magi secretly ninja samurai warrior kriger soldier
    soldat hunter jeger killer morder maverick cowboy cowgirl pirate pirat rockstar rock metal
    music musikk guitar gitar piano dance dans disco metallica nirvana beatles
    jordan michael jennifer jessica ashley daniel thomas robert charlie andrew joshua matthew
    anthony william jackson maria anna anne kari ola per pål espen nils hans lars erik magnus
    martin henrik andreas kristian christian marius morten petter jonas mathias emma nora ida sara
    sofie julie ingrid hanne silje camilla linda marit berit astrid solveig torill
    kommune kommunen fylke stat staten helse helsetjenesten omsorg sykehjem sykehus legesenter
    hjemmetjenesten hjemmesykepleien ergoterapi fysioterapi sykepleier lege pleie rullator
    rullestol krykke krykker hjelpemiddel hjelpemidler lager lageret depot depotet skranke verksted
    jobb jobben arbeid kontor kontoret sjef sjefen firma bedrift skole skolen student work business
    company boss team teamet
    super supert mega ultra best beste bra fin flott kul cool awesome perfect perfekt great good
    happy glad lykke lykkelig lucky heldig smile smil forever alltid never aldri always today idag
    tomorrow imorgen yesterday igår now nå again igjen
    fuck fuckyou shit faen helvete dritt jævla fitte pikk kuk rumpe
    trustno nothing ingenting something noe whatever hvasomhelst ingen alle everybody nobody
    enter exit escape home hjem hjemme house hus huset hytte hytta garden hage
    fish fisk fisken laks torsk hav havet sea ocean beach strand fjord fjell fjellet skog skogen
)";

std::set<std::string, std::less<>> keys_of(std::string_view text) {
    std::set<std::string, std::less<>> keys;
    constexpr std::string_view blanks = " \n";
    for (auto at = text.find_first_not_of(blanks); at != std::string_view::npos;) {
        const auto end = text.find_first_of(blanks, at);
        keys.insert(db::text_key(text.substr(at, end - at)));
        at = text.find_first_not_of(blanks, end);
    }
    return keys;
}

}  // namespace

bool is_common_word(std::string_view key) {
    static const std::set<std::string, std::less<>> keys = keys_of(words);
    return keys.contains(key);
}

}  // namespace identity

"""Reads SVGs as XML and says, a line each, what is in them: elements with attributes, texts."""
import sys
import xml.etree.ElementTree as tree

for name in sys.argv[1:]:
    for element in tree.parse(name).iter():
        tag = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
        attributes = "".join(f" {key}={value!r}" for key, value in sorted(element.attrib.items()))
        print(f"<{tag}{attributes}>{element.text or ''}".replace("\n", "\\n"))

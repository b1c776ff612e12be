"""Says what openpyxl finds in a spreadsheet: a line for each cell that is not empty, and how it is set up."""
import datetime
import sys

import openpyxl


def shown(cell):
    value = cell.value
    if isinstance(value, datetime.datetime):
        return f"day {value:%Y-%m-%d} {cell.number_format}"
    if cell.data_type == "f":
        return f"FORMULA {value}"
    if isinstance(value, (int, float)):
        return f"number {value:.10g} {cell.number_format}"
    return "text " + value.replace("\n", "\\n")


book = openpyxl.load_workbook(sys.argv[1])
about = book.properties
print(f"title {about.title}")
print(f"author {about.creator or ''}")
print(f"created {about.created:%Y-%m-%d %H:%M:%S}")
for sheet in book:
    print(f"sheet {sheet.title}")
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                print(f"{cell.coordinate} {shown(cell)}")
    for table in sheet.tables.values():
        print(f"table {table.ref} filter {table.autoFilter.ref}")
    print(f"frozen {sheet.freeze_panes}, repeated {sheet.print_title_rows}")
    setup = sheet.page_setup
    print(f"paper {setup.paperSize} {setup.orientation}, fit {setup.fitToWidth or 1} by {setup.fitToHeight}"
          f" {sheet.sheet_properties.pageSetUpPr.fitToPage}")
    print(f"head {sheet.oddHeader.left.text} | {sheet.oddHeader.right.text}")

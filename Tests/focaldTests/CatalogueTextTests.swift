import Testing

@testable import focald

@Suite struct CatalogueTextTests {
  private let entries = [
    CatalogueEntry(id: "a.long-name", summary: "First.", formula: "y = x", details: "all", json: "{\"id\":1}"),
    CatalogueEntry(id: "b.c", summary: "Second.", formula: "", details: "all", json: "{\"id\":2}"),
  ]

  @Test func table_AlignsSummariesAndFormulas() {
    #expect(
      CatalogueText.table(entries) == """
        a.long-name  First.
                     y = x
        b.c          Second.

        """)
  }

  @Test func markdown_HasATablePerFamily() {
    let text = CatalogueText.markdown(entries)
    #expect(text.hasSuffix("\n\n## b\n\n| operation | what it computes |\n|---|---|\n| `b.c` | Second. |\n"))
    #expect(text.contains("\n## a\n") && text.contains("The 2 operations"))
    #expect(markdownCell("a|b\nc <d>") == "a\\|b c &lt;d>")
  }

  @Test func json_IsOneObject() {
    #expect(CatalogueText.json(entries) == "{\"operations\":[{\"id\":1},{\"id\":2}]}\n")
    #expect(CatalogueText.json([]) == "{\"operations\":[]}\n")
  }
}

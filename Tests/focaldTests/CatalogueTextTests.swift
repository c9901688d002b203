import Testing

@testable import focald

@Suite struct CatalogueTextTests {
  private let entries = [
    CatalogueEntry(id: "a.long-name", summary: "First.", formula: "y = x", json: "{\"id\":1}"),
    CatalogueEntry(id: "b.c", summary: "Second.", formula: "", json: "{\"id\":2}"),
  ]

  @Test func table_AlignsSummariesAndFormulas() {
    #expect(
      CatalogueText.table(entries) == """
        a.long-name  First.
                     y = x
        b.c          Second.

        """)
  }

  @Test func details_AreInColumns() {
    let entry = CatalogueEntry(
      id: "b.c", summary: "Second.", formula: "y = x;  x = 1", request: "POST /v1/b/c", source: "A paper",
      sections: [
        (
          "Inputs",
          [["x", "S", "The first."], ["long_name", "(N, 4)", "Words that go on and on, until a line is full."]]
        )
      ], example: "{}", json: "{}")
    #expect(
      CatalogueText.details(entry, width: 50) == """
        b.c  POST /v1/b/c
        Second.

            y = x;
            x = 1

        Source: A paper

        Inputs
          x          S       The first.
          long_name  (N, 4)  Words that go on and on,
                             until a line is full.

        Example
          {}

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

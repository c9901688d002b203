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

  @Test func json_IsOneObject() {
    #expect(CatalogueText.json(entries) == "{\"operations\":[{\"id\":1},{\"id\":2}]}\n")
    #expect(CatalogueText.json([]) == "{\"operations\":[]}\n")
  }
}

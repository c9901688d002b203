import JSON
import TestSupport
import Testing

@testable import focald

@Suite struct AnswerTableTests {
  @Test func text_OfAnAnswer_IsTables() throws {
    let answer = try readJSON(
      """
      {"summary": {"AP": 0.5, "AR100": 0.1234}, "per_class": [
        {"category_id": 1, "name": "cat", "objects": 10, "best": {"f1": 0.75, "threshold": 0.5}},
        {"category_id": 22, "name": null, "objects": 5, "best": null}],
       "map": 0.25, "counts": {"images": 3}, "warnings": ["Two scores are equal."], "matrix": [[1, 2], [30, 4]], "ids": [],
       "thresholds": [0.5, 1]}
      """)
    #expect(
      AnswerTable.text(answer) == """
        summary
          AP     0.5000
          AR100  0.1234

        per_class
          category_id  name  objects  best.f1  best.threshold  best
          1            cat        10   0.7500          0.5000
          22           -           5                              -

        map 0.2500

        counts
          images  3

        warnings
          Two scores are equal.

        matrix
           1  2
          30  4

        thresholds
          0.5000 1

        """)
  }

  @Test func text_OfTheFieldsOwnLines_TakesTheSummarysPlace() throws {
    let answer = try readJSON(#"{"summary": {"AP": 0.5}, "text": " AP = 0.500\n AR = 0.600"}"#)
    #expect(AnswerTable.text(answer) == " AP = 0.500\n AR = 0.600\n")
  }

  @Test func text_OfALongList_EndsWithWhatIsLeftOut() throws {
    let rows = (0..<300).map { #"{"n": \#($0)}"# }.joined(separator: ",")
    let text = AnswerTable.text(try readJSON(#"{"rows": [\#(rows)]}"#))
    #expect(text.hasSuffix("  … 100 more; --json prints all\n"))
    #expect(text.split(separator: "\n").count == 203)
  }

  @Test(arguments: [
    ("-0.00004", "-0.0000"), ("-1", "-1"), ("1e300", "1e+300"), ("0.99996", "1.0000"), ("-12.5", "-12.5000"),
  ])
  func numbers_HaveFourDecimals(number: String, text: String) throws {
    #expect(AnswerTable.text(try readJSON("{\"x\": \(number)}")) == "x \(text)\n")
  }
}

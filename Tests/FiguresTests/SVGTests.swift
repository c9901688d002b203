import Testing

@testable import Figures

@Suite struct SVGTests {
  @Test func numbers_AreWrittenInOneWay() {
    let cases: [(Double, String)] = [
      (0, "0"), (-0.0, "0"), (1, "1"), (1.5, "1.5"), (1.05, "1.05"), (-2.345, "-2.35"), (1.999, "2"), (-0.004, "0"),
      (.nan, "0"), (.infinity, "0"), (1e30, "1000000"), (-1e30, "-1000000"),
    ]
    for (number, text) in cases { #expect(SVG.number(number) == text) }
  }

  @Test func text_IsEscaped() {
    let text = SVG.text("<script>alert(\"&\")</script>\u{0}\u{1F}\u{FFFE}")
    #expect(text.markup == "&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;\u{FFFD}\u{FFFD}\u{FFFD}")
    #expect(SVG.element("a", ["b": "\"<\""]).markup == "<a b=\"&quot;&lt;&quot;\"/>")
  }

  @Test func longNames_AreCut() {
    let name = String(repeating: "wide 漢字 🚀 ", count: 1000)
    let fitted = TextMeasure.fitted(name, size: 13, within: 100)
    #expect(fitted.hasSuffix("…") && TextMeasure.width(fitted, size: 13) < 114)
    #expect(TextMeasure.fitted("short", size: 13, within: 100) == "short")
  }
}

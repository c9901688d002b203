import Foundation
import Testing

@testable import Pages

@Suite struct FormulaTests {
  private func mathML(_ text: String) -> String { Formula.html(text).markup }

  @Test(arguments: [
    ("p_t", "<msub><mi>p</mi><mi>t</mi></msub>"),
    ("S_{i+1}", "<msub><mi>S</mi><mrow><mi>i</mi>"),
    ("class_k", "<msub><mi>class</mi><mi>k</mi></msub>"),
    ("box_deltas", "<mi>box_deltas</mi>"),
    ("c²", "<msup><mi>c</mi><mn>2</mn></msup>"),
    ("t*_x", "<msubsup><mi>t</mi><mi>x</mi><mo"),
    ("ρ²/c²", "<mfrac><msup><mi>ρ</mi><mn>2</mn></msup><msup><mi>c</mi><mn>2</mn></msup></mfrac>"),
    ("(a+b)/2", "<mfrac><mrow><mi>a</mi>"),
    ("√r", "<msqrt><mi>r</mi></msqrt>"),
    ("αv", "<mrow><mi>α</mi><mi>v</mi></mrow>"),
    ("max-iou", "<mi>max-iou</mi>"),
    ("Σ_i", "<msub><mi mathvariant=\"normal\">Σ</mi><mi>i</mi></msub>"),
    ("a < b & c", ">&lt;</mo>"),
  ]) func html_IsMathML(text: String, part: String) {
    #expect(mathML(text).contains(part), "\(mathML(text))")
  }

  /// `t/max t` is no fraction of t and max.
  @Test func html_KeepsASolidus_WhereAFunctionStandsApart() {
    #expect(!mathML("t/max t").contains("mfrac"))
    #expect(mathML("N/GD(g)").contains("<mfrac><mi>N</mi><mrow><mi>GD</mi>"))
  }

  @Test func html_IsSeveralPieces_SoThatLinesBreak() {
    let pieces = mathML("L = (w_c Σ FL(σ(class_logits)) + w_b Σ_positive box_loss(box, target))/N,  N = 1")
    #expect(pieces.components(separatedBy: "<math").count > 3)
  }

  /// What is no formula loses nothing, and is text.
  @Test(arguments: ["a_", "x^(", "x^{1", "_", "((", "|", "√", "1/", "/", "<script>", "\u{202E}x", "😀", "", "  "])
  func html_OfAnything_KeepsItsLetters(text: String) {
    let shown = mathML(text).replacing(#/<[^>]*>/#, with: "")
    for letter in text where letter.isLetter || letter.isNumber { #expect(shown.contains(letter)) }
    #expect(!mathML(text).contains("<script"))
  }
}

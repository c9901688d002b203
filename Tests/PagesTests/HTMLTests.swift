import Testing

@testable import Pages

@Suite struct HTMLTests {
  @Test func text_IsEscaped() {
    #expect(HTML.text("<b a=\"1\">'&'</b>").markup == "&lt;b a=&quot;1&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;")
    #expect(HTML.text("\u{202E}α😀").markup == "\u{202E}α😀")
  }

  @Test func element_EscapesItsAttributes() {
    let link = HTML.element("a", ["href": "/\"><script>"], .text("<i>"))
    #expect(link.markup == "<a href=\"/&quot;&gt;&lt;script&gt;\">&lt;i&gt;</a>")
  }

  /// What stands in a part is not read as a mark again.
  @Test func page_FillsEachMarkOnce() {
    let page = DocumentPage(title: "{{content}}", navigation: .group([]), content: .text("<x>"))
    #expect(page.text.contains("<title>{{content}} – focald</title>"))
    #expect(page.text.contains("&lt;x&gt;</article>"))
  }

  @Test(arguments: [
    ("−α_t (1−p_t)^γ log p_t", "−α<sub>t</sub> (1−p<sub>t</sub>)<sup>γ</sup> log p<sub>t</sub>"),
    ("decode(box_deltas, anchor)", "decode(box_deltas, anchor)"),
    ("S_{i+1}", "S<sub>i+1</sub>"), ("e^(−γρ_t)", "e<sup>(−γρ<sub>t</sub>)</sup>"),
    ("t*_x", "t*<sub>x</sub>"), ("Σ_{y,x,h,w} H_δ(d)", "Σ<sub>y,x,h,w</sub> H<sub>δ</sub>(d)"),
    ("|y−σ|^β", "|y−σ|<sup>β</sup>"), ("(1/N_obj)", "(1/N<sub>obj</sub>)"),
    ("a_", "a_"), ("x^(", "x^("), ("x^{1", "x^{1"), ("_", "_"), ("a < b & c", "a &lt; b &amp; c"),
  ]) func formula_SetsIndicesAndExponents(text: String, markup: String) {
    #expect(Formula.html(text).markup == markup)
  }
}

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
}

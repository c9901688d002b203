import Testing

@testable import Pages

@Suite struct MarkdownTests {
  private func html(_ text: String) -> String { Guide(name: "test", text: text).content.markup }

  @Test(arguments: [
    ("# A `b`", "<h1 id=\"a-b\">A <code>b</code></h1>"),
    ("### Whose turn it is", "<h3 id=\"whose-turn-it-is\">Whose turn it is</h3>"),
    ("one\ntwo\n\nthree", "<p>one\ntwo</p><p>three</p>"), ("#tag", "<p>#tag</p>"),
    (
      "```sh\na <b>\n\n# c\n```\nd",
      "<pre class=\"keep\" tabindex=\"0\"><code>a &lt;b&gt;\n\n# c\n</code></pre><p>d</p>"
    ),
    ("    x\n\n      y\nz", "<pre class=\"keep\" tabindex=\"0\"><code>x\n\n  y\n</code></pre><p>z</p>"),
    ("<!-- a\nb -->\nc", "<p>c</p>"), ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
  ]) func block_IsRead(text: String, markup: String) { #expect(html(text) == markup) }

  @Test(arguments: [
    ("* a\n  b\n* c", "<ul><li>a\nb</li><li>c</li></ul>"), ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
    (
      "* a:\n\n      x\n\n* b\n\nc",
      "<ul><li>a:<pre class=\"keep\" tabindex=\"0\"><code>x\n</code></pre></li><li>b</li></ul><p>c</p>"
    ),
    ("- a\nb\n\nc", "<ul><li>a\nb</li></ul><p>c</p>"),
  ]) func list_IsRead(text: String, markup: String) { #expect(html(text) == markup) }

  @Test func table_IsRead() {
    let markup = html("| a | `b` |\n|---|--:|\n| 1 \\| 2 | *x* |\n\nend")
    #expect(markup.contains("<th scope=\"col\">a</th><th scope=\"col\"><code>b</code></th>"))
    #expect(markup.contains("<tr><td>1 | 2</td><td><em>x</em></td></tr>"))
    #expect(markup.hasSuffix("<p>end</p>"))
  }

  @Test(arguments: [
    ("a **b `c`** d", "a <strong>b <code>c</code></strong> d"), ("2 * 3 * 4", "2 * 3 * 4"),
    ("y*−y, h*−h", "y*−y, h*−h"),
    ("`` a`b ``", "<code>a`b</code>"), ("`<`", "<code>&lt;</code>"), ("`open", "`open"), ("\\*a\\*", "*a*"),
    ("[x](https://example.org/a?b=1&c)", "<a href=\"https://example.org/a?b=1&amp;c\">x</a>"),
    ("[x](numerics.md#a)", "<a href=\"/docs/numerics#a\">x</a>"),
    ("[x](../openapi.yaml)", "<a href=\"/openapi.yaml\">x</a>"),
    ("[x](javascript:alert(1))", "x)"), ("[x](../Sources/a.swift)", "x"), ("[x](none.md)", "x"), ("[x", "[x"),
  ]) func text_IsRead(text: String, markup: String) { #expect(MarkdownText.html(text).markup == markup) }

  /// No mark of Markdown is left over in any document, and every tag is closed where it belongs.
  @Test(arguments: Guide.names) func guide_IsReadWhole(name: String) throws {
    let guide = try #require(Guide.named(name))
    let markup = guide.content.markup
    var open: [Substring] = []
    for match in markup.matches(of: #/<(\/?)([a-z0-9]+)[^>]*>/#) {
      if match.1.isEmpty { open.append(match.2) } else { #expect(open.popLast() == match.2) }
    }
    #expect(open.isEmpty)
    let prose = markup.replacing(#/<(pre|code)[^>]*>.*?<\/\1>/#.dotMatchesNewlines(), with: "")
    for mark in ["**", "](", "```", "\n#", "|--"] { #expect(!prose.contains(mark), "\(mark)") }
    #expect(!guide.title.isEmpty && guide.title != name)
  }
}

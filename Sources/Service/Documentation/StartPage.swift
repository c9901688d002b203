import Access
import HTTPMessages
import Pages

/// The playground's page with the style within it: on the screen after one request, while a link's style is waited for.
enum StartPage {
  private static let link = #"<link rel="stylesheet" href="/pages/style.css">"#
  private static let style = text(of: "style.css")

  /// What allows the style, and nothing else that stands in the page; nil: the library cannot hash.
  private static let permission = Digest(of: style).map { "'sha256-\($0.base64)'" }

  static let text: String = {
    let parts = text(of: "index.html").split(separator: link, maxSplits: 1)
    return parts.joined(separator: permission == nil ? link : "<style>\(style)</style>")
  }()

  /// Where styles may come from.
  static let styleSources = ["'self'", permission].compactMap { $0 }.joined(separator: " ")

  private static func text(of name: String) -> String {
    Asset.named(name).map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
  }
}

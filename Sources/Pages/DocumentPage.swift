/// A page of the reference: the frame around a content. It works without script.
public struct DocumentPage: Sendable {
  /// What the browser's tab says.
  public let title: String
  /// The list of pages at the side.
  public let navigation: HTML
  /// What the page is about.
  public let content: HTML

  /// A page.
  public init(title: String, navigation: HTML, content: HTML) {
    self.title = title
    self.navigation = navigation
    self.content = content
  }

  /// The whole document.
  public var text: String {
    HTML.page("document.html", ["title": .text(title), "navigation": navigation, "content": content]).markup
  }
}

/// A document of `docs/` as a page.
public struct Guide: Sendable {
  /// Its file's name without ending: `numerics`.
  public let name: String
  /// Its first heading.
  public let title: String
  private let blocks: [MarkdownBlock]

  /// The names of all guides, in the order they are read.
  public static let names: [String] = {
    let first = [
      "protocol", "operations", "networks", "numerics", "evaluation", "open-inference", "running", "deployment",
      "configuration",
    ]
    let all = EmbeddedFiles.guides.map(\.name)
    return first.filter(all.contains) + all.filter { !first.contains($0) }
  }()

  /// The guide of that name.
  public static func named(_ name: String) -> Guide? {
    EmbeddedFiles.guides.first { $0.name == name }.map { file in
      Guide(name: name, text: String(decoding: file.bytes, as: UTF8.self))
    }
  }

  init(name: String, text: String) {
    self.name = name
    var reader = MarkdownReader(text)
    blocks = reader.blocks()
    title = blocks.lazy.compactMap(\.headingText).first ?? name
  }

  /// The page's content.
  public var content: HTML { .group(blocks.map(\.html)) }
}

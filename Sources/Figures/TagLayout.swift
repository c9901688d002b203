/// The small plates with names: each above its box, or where no other plate lies yet.
struct TagLayout {
  /// A plate at its place.
  struct Tag {
    let words: String
    let x: Double
    let y: Double
    let width: Double
    static let height = 20.0

    func overlaps(_ other: Tag) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + Tag.height && other.y < y + Tag.height
    }

    func drawing(_ style: String) -> SVG {
      .element(
        "g", [:],
        [
          .element(
            "rect",
            [
              "x": SVG.number(x), "y": SVG.number(y), "width": SVG.number(width), "height": SVG.number(Tag.height),
              "rx": "3", "class": "\(style) tag",
            ]),
          .label(words, x: x + 6, y: y + 14.5, "words"),
        ])
    }
  }

  private let width: Double
  private let height: Double
  private var taken: [Tag] = []
  /// Beyond so many plates no free place is looked for: the figure is full.
  private static let searched = 300

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Above the box, within it at the top, below it, within it at the bottom: the first place that is free.
  mutating func place(_ words: String, _ box: [Double]) -> Tag {
    let words = TextMeasure.fitted(words, size: 14.6, within: min(220, max(width - 12, 20)))
    let tagWidth = TextMeasure.width(words, size: 14.6) + 12
    let x = min(max(box[0] - 1.25, 0), max(width - tagWidth, 0))
    let rows = [box[1] - Tag.height - 1.25, box[1] + 1.25, box[3] + 1.25, box[3] - Tag.height - 1.25]
    let inside = rows.filter { $0 >= 0 && $0 + Tag.height <= height }
    let tags = (inside.isEmpty ? [min(max(box[1], 0), max(height - Tag.height, 0))] : inside).map {
      Tag(words: words, x: x, y: $0, width: tagWidth)
    }
    let free = taken.count > Self.searched ? nil : tags.first { tag in !taken.contains { $0.overlaps(tag) } }
    let tag = free ?? tags[0]
    taken.append(tag)
    return tag
  }
}

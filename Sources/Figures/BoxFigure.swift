/// Boxes over a picture, or over an empty ground of its size, with names and scores.
public struct BoxFigure: Sendable {
  /// A box and what stands at it.
  public struct Entry: Sendable {
    /// x1, y1, x2, y2 in the picture's pixels.
    public let corners: (Double, Double, Double, Double)
    /// The class, which decides the colour.
    public let label: Int
    /// What stands above it: its class's name and its score.
    public let words: String

    /// An entry.
    public init(corners: (Double, Double, Double, Double), label: Int, words: String) {
      self.corners = corners
      self.label = label
      self.words = words
    }
  }

  private let width: Double
  private let height: Double
  private let entries: [Entry]
  private let picture: String?
  /// Pixels of the figure's longer side.
  private static let side = 720.0

  /// A figure. The first entries are drawn last, above the others.
  ///
  /// - Parameters:
  ///   - width: pixels of the picture's rows, at least 1.
  ///   - height: its rows, at least 1.
  ///   - picture: an address of it, `data:image/png;base64,…`.
  public init(width: Int, height: Int, entries: [Entry], picture: String? = nil) {
    self.width = Double(max(width, 1))
    self.height = Double(max(height, 1))
    self.entries = entries
    self.picture = picture
  }

  /// The figure: the same bytes for the same figure.
  public var svg: SVG {
    let scale = Self.side / max(width, height)
    let size = (width: max(width * scale, 1), height: max(height * scale, 1))
    var layout = TagLayout(width: size.width, height: size.height)
    let placed = entries.map { entry in
      let box = [entry.corners.0, entry.corners.1, entry.corners.2, entry.corners.3].map { $0 * scale }
      return (entry: entry, box: box, tag: layout.place(entry.words, box))
    }
    let ground =
      picture.map {
        SVG.element(
          "image",
          [
            "href": $0, "width": SVG.number(size.width), "height": SVG.number(size.height),
            "preserveAspectRatio": "none",
          ])
      } ?? .element("rect", ["width": SVG.number(size.width), "height": SVG.number(size.height), "class": "band"])
    let title = entries.count == 1 ? "1 detection" : "\(entries.count) detections"
    return SVG.document(
      width: size.width, height: size.height, title: title,
      [ground] + placed.reversed().map { frame($0.entry, $0.box) }
        + placed.reversed().map { $0.tag.drawing(FigureStyle.series($0.entry.label)) })
  }

  private func frame(_ entry: Entry, _ box: [Double]) -> SVG {
    func rectangle(_ style: String, _ children: [SVG] = []) -> SVG {
      .element(
        "rect",
        [
          "x": SVG.number(box[0]), "y": SVG.number(box[1]), "width": SVG.number(max(box[2] - box[0], 0)),
          "height": SVG.number(max(box[3] - box[1], 0)), "rx": "2", "class": style,
        ], children)
    }
    let title = SVG.element("title", [:], [.text(String(entry.words.prefix(200)))])
    return .element(
      "g", [:], [rectangle("halo"), rectangle("frame \(FigureStyle.series(entry.label))", [title])])
  }
}

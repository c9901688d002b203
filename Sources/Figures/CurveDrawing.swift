/// The parts of a `CurveFigure` at their places.
struct CurveDrawing {
  private let figure: CurveFigure
  private static let width = 760.0
  private static let height = 440.0
  private static let left = 68.0
  private static let top = 64.0
  private static let bottom = 384.0
  private static let rowHeight = 22.0
  /// The end of the plot, and where the names begin behind it.
  private let right: Double
  private let keyWidth: Double

  init(_ figure: CurveFigure) {
    self.figure = figure
    let widest = figure.curves.map { TextMeasure.width($0.name, size: 13) }.max() ?? 0
    keyWidth = min(max(widest + 4, 60), 200)
    right = Self.width - 24 - keyWidth - 44
  }

  var document: SVG {
    SVG.document(
      width: Self.width, height: Self.height, title: figure.title,
      heading + band + across + up + captions + frame + [curves] + names)
  }

  private func place(x: Double) -> Double? {
    figure.x.share(x).map { Self.left + $0 * (right - Self.left) }
  }

  private func place(y: Double) -> Double? {
    figure.y.share(y).map { Self.bottom - $0 * (Self.bottom - Self.top) }
  }

  private var heading: [SVG] {
    let room = Self.width - Self.left - 24
    return [
      .label(TextMeasure.fitted(figure.title, size: 17, within: room), x: Self.left, y: 28, "title"),
      .label(TextMeasure.fitted(figure.note, size: 12.5, within: room), x: Self.left, y: 48, "note"),
    ]
  }

  private var band: [SVG] {
    guard let band = figure.band, let from = place(x: band.range.lowerBound), let to = place(x: band.range.upperBound)
    else { return [] }
    return [
      .element(
        "rect",
        [
          "x": SVG.number(from), "y": SVG.number(Self.top), "width": SVG.number(to - from),
          "height": SVG.number(Self.bottom - Self.top), "class": "band",
        ]),
      .label(band.words, x: (from + to) / 2, y: Self.top + 20, "note", anchor: "middle"),
    ]
  }

  private var across: [SVG] {
    figure.x.ticks(6).flatMap { tick -> [SVG] in
      guard let x = place(x: tick.value) else { return [] }
      return [
        .line(x, Self.top, x, Self.bottom, "grid"),
        .label(tick.words, x: x, y: Self.bottom + 18, "tick", anchor: "middle"),
      ]
    }
  }

  private var up: [SVG] {
    figure.y.ticks(6).flatMap { tick -> [SVG] in
      guard let y = place(y: tick.value) else { return [] }
      return [
        .line(Self.left, y, right, y, "grid"), .label(tick.words, x: Self.left - 8, y: y + 4, "tick", anchor: "end"),
      ]
    }
  }

  private var captions: [SVG] {
    let middle = SVG.number((Self.top + Self.bottom) / 2)
    return [
      .label(figure.x.caption, x: (Self.left + right) / 2, y: Self.bottom + 42, "caption", anchor: "middle"),
      .element(
        "text",
        [
          "x": "20", "y": middle, "class": "caption", "text-anchor": "middle", "transform": "rotate(-90 20 \(middle))",
        ], [.text(figure.y.caption)]),
    ]
  }

  private var frame: [SVG] {
    [
      .line(Self.left, Self.bottom, right, Self.bottom, "axis"),
      .line(Self.left, Self.top, Self.left, Self.bottom, "axis"),
    ]
  }

  /// The curves in a window of the plot's size, so that what is beyond it is cut.
  private var curves: SVG {
    let paths = figure.curves.enumerated().map { index, curve in
      SVG.element(
        "path", ["d": data(curve), "class": "curve \(FigureStyle.series(index))"],
        [.element("title", [:], [.text(String(curve.name.prefix(200)))])])
    }
    let size = (SVG.number(right - Self.left), SVG.number(Self.bottom - Self.top))
    let (x, y) = (SVG.number(Self.left), SVG.number(Self.top))
    return .element(
      "svg",
      ["x": x, "y": y, "width": size.0, "height": size.1, "viewBox": "\(x) \(y) \(size.0) \(size.1)"], paths)
  }

  private func data(_ curve: CurveFigure.Curve) -> String {
    var data = ""
    var isOpen = false
    for point in curve.points {
      guard let x = place(x: point.x), let y = place(y: point.y) else {
        isOpen = false
        continue
      }
      data += "\(isOpen ? "L" : "M")\(SVG.number(x)) \(SVG.number(y))"
      isOpen = true
    }
    return data
  }

  private var names: [SVG] {
    figure.curves.enumerated().flatMap { index, curve -> [SVG] in
      let y =
        Self.top + 10 + Double(index) * min(Self.rowHeight, (Self.bottom - Self.top) / Double(figure.curves.count))
      let name = TextMeasure.fitted(curve.name, size: 13, within: keyWidth)
      return [
        .line(right + 18, y, right + 40, y, "curve \(FigureStyle.series(index))"),
        .label(name, x: right + 48, y: y + 4.5, "key"),
      ]
    }
  }
}

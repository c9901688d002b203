/// Curves over one pair of axes, with their names at the right.
public struct CurveFigure: Sendable {
  /// A named curve.
  public struct Curve: Sendable {
    /// What it is called.
    public let name: String
    /// Its points in order, along the horizontal axis and the vertical. Where one is not finite the line breaks.
    public let points: [(x: Double, y: Double)]

    /// A curve through points; what one list has more than the other is left out.
    public init(_ name: String, _ xs: some Sequence<Double>, _ ys: some Sequence<Double>) {
      self.name = name
      points = zip(xs, ys).map { (x: $0, y: $1) }
    }
  }

  /// A part of the horizontal axis that is set off, and why.
  public struct Band: Sendable {
    let range: ClosedRange<Double>
    let words: String

    /// A band over a range.
    public init(_ range: ClosedRange<Double>, _ words: String) {
      self.range = range
      self.words = words
    }
  }

  /// What it shows.
  public let title: String
  /// A line below the title.
  public let note: String
  /// The horizontal axis.
  public let x: Axis
  /// The vertical axis.
  public let y: Axis
  /// The curves, in the order of their names.
  public let curves: [Curve]
  /// A part that is set off.
  public let band: Band?

  /// Curves at the most: more cannot be distinguished.
  public static let largestCount = FigureStyle.series

  /// A figure; of more curves than `largestCount` the first are drawn.
  public init(title: String, note: String = "", x: Axis, y: Axis, curves: [Curve], band: Band? = nil) {
    self.title = title
    self.note = note
    self.x = x
    self.y = y
    self.curves = Array(curves.prefix(Self.largestCount))
    self.band = band
  }

  /// The figure: the same bytes for the same figure.
  public var svg: SVG { CurveDrawing(self).document }
}

/// Where the pixels of a picture lie along an axis of prototypes: pixel p is at (p + ½) · scale − ½ + start, but not beyond
/// the cells that show the picture, as torch's bilinear `interpolate` (align_corners false) has it.
public struct MaskAxis<S: Scalar>: Sendable {
  /// Pixels of the picture.
  public let pixels: Int
  /// The cells that show the picture, at least one: those of the prototypes, or of enlarged ones.
  let cells: ClosedRange<Int>
  /// How many of them a prototype's cell is.
  let enlargement: Int
  private let prototypeCells: Int
  private let scale: S
  private let start: S

  /// A picture on `cells` cells, one at least: a pixel takes `scale` of them, and the first begins at `start`.
  public init(pixels: Int, cells: Int, scale: S, start: S) {
    self.init(pixels: pixels, prototypeCells: cells, enlargement: 1, scale: scale, start: start)
  }

  private init(pixels: Int, prototypeCells: Int, enlargement: Int, scale: S, start: S) {
    (self.pixels, self.scale, self.start) = (pixels, scale, start)
    (self.prototypeCells, self.enlargement) = (prototypeCells, enlargement)
    let product = prototypeCells.multipliedReportingOverflow(by: enlargement)
    let cells = product.overflow ? Int.max : product.partialValue
    // What rounding leaves of a whole number must not take a cell in that shows padding.
    let slack = S(0.0001)
    let low = Self.index((start + slack).rounded(.down), upTo: cells - 1)
    let high = Self.index((start + S(pixels) * scale - slack).rounded(.up) - 1, upTo: cells - 1)
    self.cells = low...max(low, high)
  }

  /// The same picture on cells of which each of these is `factor` by `factor`, interpolated bilinearly.
  public func enlarged(_ factor: Int) -> MaskAxis {
    factor == enlargement
      ? self
      : MaskAxis(
        pixels: pixels, prototypeCells: prototypeCells, enlargement: factor, scale: scale * S(factor) / S(enlargement),
        start: start * S(factor) / S(enlargement))
  }

  /// Whether the picture would begin and end between two cells of such an enlargement.
  func isWhole(enlarged factor: Int) -> Bool {
    // Much less than a pixel of the network is of a cell, and more than rounding leaves of a whole number.
    let slack = S(1) / 64
    let times = S(factor) / S(enlargement)
    return [start, start + S(pixels) * scale].allSatisfy { abs($0 * times - ($0 * times).rounded()) < slack }
  }

  /// The prototype's cells beside a cell, and the share of the second.
  func prototypePlace(_ cell: Int) -> (first: Int, second: Int, share: S) {
    guard enlargement > 1 else { return (cell, cell, 0) }
    let place = max((S(cell) + 0.5) / S(enlargement) - 0.5, 0)
    let first = Self.index(place, upTo: prototypeCells - 1)
    return (first, min(first + 1, prototypeCells - 1), place - S(first))
  }

  /// The prototype's cells that some cells are made of.
  func prototypeCells(of cells: ClosedRange<Int>) -> ClosedRange<Int> {
    let first = prototypePlace(cells.lowerBound).first
    return first...max(first, prototypePlace(cells.upperBound).second)
  }

  /// A whole number from 0 to the last; what is none is 0.
  private static func index(_ number: S, upTo last: Int) -> Int {
    guard number > 0 else { return 0 }
    return number < S(last) ? Int(number) : last
  }

  /// The cells left and right of a pixel, and the share of the right one.
  func place(_ pixel: Int) -> (first: Int, second: Int, share: S) {
    let place = max((S(pixel) + 0.5) * scale - 0.5 + start, S(cells.lowerBound))
    guard place < S(cells.upperBound) else { return (cells.upperBound, cells.upperBound, 0) }
    let first = Int(place)
    return (first, min(first + 1, cells.upperBound), place - S(first))
  }

  /// The cells that pixels, which must be some, lie on.
  func cells(of pixels: Range<Int>) -> ClosedRange<Int> {
    let first = place(pixels.lowerBound).first
    return first...max(first, place(pixels.upperBound - 1).second)
  }

  /// Pixels that lie between the same two cells.
  struct Stretch {
    let first: Int
    let second: Int
    let count: Int
    fileprivate let pixel: Int
    fileprivate let axis: MaskAxis

    /// The share of the second cell of a pixel, counted from the stretch's first.
    func share(_ number: Int) -> S { axis.place(pixel + number).share }
  }

  /// Pixels, which must be some, by the cells that they lie between.
  func stretches(_ pixels: Range<Int>) -> [Stretch] {
    var stretches: [Stretch] = []
    var (begin, place) = (pixels.lowerBound, place(pixels.lowerBound))
    for pixel in pixels.dropFirst() {
      let next = self.place(pixel)
      guard (next.first, next.second) != (place.first, place.second) else { continue }
      stretches.append(
        Stretch(first: place.first, second: place.second, count: pixel - begin, pixel: begin, axis: self))
      (begin, place) = (pixel, next)
    }
    stretches.append(
      Stretch(first: place.first, second: place.second, count: pixels.upperBound - begin, pixel: begin, axis: self))
    return stretches
  }

  /// The pixels p with low ≤ p < high.
  func pixels(from low: S, to high: S) -> Range<Int> {
    let (first, end) = (Self.index(low.rounded(.up), upTo: pixels), Self.index(high.rounded(.up), upTo: pixels))
    return first..<max(first, end)
  }
}

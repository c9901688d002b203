/// Where the pixels of a picture lie along an axis of prototypes: pixel p is at (p + ½) · scale − ½ + start, but not beyond
/// the cells that show the picture, as torch's bilinear `interpolate` (align_corners false) has it.
public struct MaskAxis<S: Scalar>: Sendable {
  /// Pixels of the picture.
  public let pixels: Int
  /// The cells that show the picture, at least one.
  let cells: ClosedRange<Int>
  private let scale: S
  private let start: S

  /// A picture on `cells` cells, one at least: a pixel takes `scale` of them, and the first begins at `start`.
  public init(pixels: Int, cells: Int, scale: S, start: S) {
    (self.pixels, self.scale, self.start) = (pixels, scale, start)
    // What rounding leaves of a whole number must not take a cell in that shows padding.
    let slack = S(0.0001)
    let low = Self.index((start + slack).rounded(.down), upTo: cells - 1)
    let high = Self.index((start + S(pixels) * scale - slack).rounded(.up) - 1, upTo: cells - 1)
    self.cells = low...max(low, high)
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

  /// How many cells pixels, which must be some, lie on.
  func cells(of pixels: Range<Int>) -> Int { place(pixels.upperBound - 1).second - place(pixels.lowerBound).first + 1 }

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

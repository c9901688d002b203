/// Which boxes are too small to be one.
public struct BoxSieve<S: Scalar>: Sendable {
  /// Boxes with a shorter side go; `nil`: none.
  public var minimumSize: S?
  /// Boxes with a side of exactly that go as well.
  public var isStrict: Bool
  /// Boxes without area go.
  public var dropsEmpty: Bool

  /// A sieve; by itself it lets everything through.
  public init(minimumSize: S? = nil, isStrict: Bool = false, dropsEmpty: Bool = false) {
    self.minimumSize = minimumSize
    self.isStrict = isStrict
    self.dropsEmpty = dropsEmpty
  }

  /// Whether a box with such sides stays.
  func admits(width: S, height: S) -> Bool {
    if dropsEmpty, !(width > 0 && height > 0) { return false }
    guard let minimumSize else { return true }
    return isStrict ? width > minimumSize && height > minimumSize : width >= minimumSize && height >= minimumSize
  }
}

extension DetectionStages {
  /// Candidates with their boxes, and the pairs of those whose boxes are too small.
  func sifted<Box>(
    _ candidates: [Candidate<S>], sides: (Box) -> (width: S, height: S), box: (Candidate<S>) -> Box
  ) -> (candidates: [Candidate<S>], boxes: [Box], small: [Int]) {
    let boxes = candidates.map(box)
    guard let sieve else { return (candidates, boxes, []) }
    let stays = boxes.map { box in
      let (width, height) = sides(box)
      return sieve.admits(width: width, height: height)
    }
    return (
      candidates.indices.filter { stays[$0] }.map { candidates[$0] },
      boxes.indices.filter { stays[$0] }.map { boxes[$0] },
      candidates.indices.filter { !stays[$0] }.map { candidates[$0].pair }
    )
  }
}

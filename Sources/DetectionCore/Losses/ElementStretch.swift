/// A stretch of elements that one thread works on: where to read, and where to write what was asked for.
///
/// `@unchecked Sendable`: stretches do not overlap, and the tensors they are of outlive the work.
public struct ElementStretch<S: Scalar>: @unchecked Sendable {
  @usableFromInline let count: Int
  @usableFromInline let inputs: UnsafePointer<S>
  @usableFromInline let targets: UnsafePointer<S>
  /// One value an element, if they are wanted.
  @usableFromInline let values: UnsafeMutablePointer<S>?
  /// One derivative an element, if they are wanted.
  @usableFromInline let slopes: UnsafeMutablePointer<S>?
  /// What derivatives are divided by.
  @usableFromInline let divisor: S
  /// Where the first element stands in its tensor.
  var offset = 0

  /// A part, and where its answer goes.
  func part(_ range: Range<Int>, _ output: LossPass<S>.Output) -> ElementStretch {
    let start = range.lowerBound
    return ElementStretch(
      count: range.count, inputs: inputs + start, targets: targets + start, values: output.values.map { $0 + start },
      slopes: output.slopes.map { $0 + start }, divisor: output.divisor, offset: start)
  }

  /// The sum of a loss's values: as many elements at a time as are good, one by one what is left over.
  @inlinable @inline(__always)
  public func sum(_ loss: some ElementLoss<S>) -> Double {
    let rest = count - count % S.Wide.count
    return sum(loss, 0..<rest, as: S.Wide.self) + sum(loss, rest..<count, as: S.One.self)
  }

  @inlinable @inline(__always)
  func sum<L: Lanes>(_ loss: some ElementLoss<S>, _ range: Range<Int>, as lanes: L.Type) -> Double
  where L.Element == S {
    sum(range, ahead: { _ in }) { index, _ in loss.term(L.load(inputs + index), target: L.load(targets + index)) }
  }

  /// The sum of terms, piece by piece: `ahead` is called with each piece, then `term` with its elements and how far they are from
  /// its beginning. Sums of pieces are added in their order.
  @inlinable @inline(__always)
  func sum<L: Lanes>(
    _ range: Range<Int>, ahead: (_ piece: Range<Int>) -> Void, _ term: (_ index: Int, _ place: Int) -> ValueAndSlope<L>
  ) -> Double where L.Element == S {
    var (sum, next) = (0.0, range.lowerBound)
    while next < range.upperBound {
      let piece = Range(uncheckedBounds: (next, min(next &+ Self.pieces &* L.count, range.upperBound)))
      ahead(piece)
      var sums = L.noSums
      while next < piece.upperBound {
        let term = term(next, next &- piece.lowerBound)
        term.value.add(to: &sums)
        if let values { term.value.store(to: values + next) }
        if let slopes { (divisor == 1 ? term.slope : term.slope / divisor).store(to: slopes + next) }
        next &+= L.count
      }
      sum += L.total(sums)
    }
    return sum
  }

  /// How often a piece has as many elements as there are lanes.
  @inlinable static var pieces: Int { 64 }
}

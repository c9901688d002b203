/// A loss whose terms are computed in two stages.
///
/// Every step of a term waits for the one before, and a processor looks ahead by some two hundred instructions, which is one term.
/// Where many elements go through the first half before any of them goes through the second, it finds several to work on.
protocol StagedLoss<S>: ElementLoss {
  /// The first half.
  func prelude<L: Lanes>(_ x: L) -> L where L.Element == S
  /// The second.
  func term<L: Lanes>(_ x: L, target: L, prelude: L) -> ValueAndSlope<L> where L.Element == S
}

extension StagedLoss {
  @inline(__always)
  func term<L: Lanes>(_ x: L, target: L) -> ValueAndSlope<L> where L.Element == S {
    term(x, target: target, prelude: prelude(x))
  }
}

extension ElementStretch {
  /// The sum of a loss's values, in stages where there are many.
  @inline(__always)
  func sum(staged loss: some StagedLoss<S>) -> Double {
    let rest = count - count % S.Wide.count
    return sum(staged: loss, 0..<rest, as: S.Wide.self) + sum(loss, rest..<count, as: S.One.self)
  }

  @inline(__always)
  private func sum<L: Lanes>(staged loss: some StagedLoss<S>, _ range: Range<Int>, as lanes: L.Type) -> Double
  where L.Element == S {
    withUnsafeTemporaryAllocation(of: S.self, capacity: Self.pieces * L.count) { memory in
      // Of some capacity: there is an address. A piece has no more elements than that.
      let preludes = memory.baseAddress.unsafelyUnwrapped
      return sum(range) { piece in
        for index in stride(from: piece.lowerBound, to: piece.upperBound, by: L.count) {
          loss.prelude(L.load(inputs + index)).store(to: preludes + (index &- piece.lowerBound))
        }
      } _: { index, place in
        loss.term(L.load(inputs + index), target: L.load(targets + index), prelude: L.load(preludes + place))
      }
    }
  }
}

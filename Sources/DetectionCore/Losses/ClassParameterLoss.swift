/// A loss with a parameter that may be one per class, where classes are the last axis: α of the focal loss, what positives
/// count in binary cross entropy.
public protocol ClassParameterLoss<S>: ElementLoss {
  /// The loss of numbers with their targets, and its derivative by the first, with the parameters of their classes.
  func term<L: Lanes>(_ x: L, target: L, parameter: L) -> ValueAndSlope<L> where L.Element == S
}

extension ElementStretch {
  /// The sum of a loss's values with a parameter per class: of each row as many elements at a time as are good, one by one
  /// what is left over.
  @inline(__always)
  func sum(_ loss: some ClassParameterLoss<S>, _ parameters: [S]) -> Double {
    parameters.withUnsafeBufferPointer { parameters in
      guard let start = parameters.baseAddress else { return 0 }
      var (sum, next) = (0.0, 0)
      while next < count {
        let column = (offset + next) % parameters.count
        let end = min(next + parameters.count - column, count)
        let rest = end - (end - next) % S.Wide.count
        sum += self.sum(loss, next..<rest, start + column, as: S.Wide.self)
        sum += self.sum(loss, rest..<end, start + column + (rest - next), as: S.One.self)
        next = end
      }
      return sum
    }
  }

  @inline(__always)
  private func sum<L: Lanes>(
    _ loss: some ClassParameterLoss<S>, _ range: Range<Int>, _ parameters: UnsafePointer<S>, as lanes: L.Type
  ) -> Double where L.Element == S {
    var (sums, next) = (L.noSums, range.lowerBound)
    while next < range.upperBound {
      let term = loss.term(
        L.load(inputs + next), target: L.load(targets + next), parameter: L.load(parameters + (next - range.lowerBound))
      )
      term.value.add(to: &sums)
      if let values { term.value.store(to: values + next) }
      if let slopes { (term.slope / divisor).store(to: slopes + next) }
      next &+= L.count
    }
    return L.total(sums)
  }
}

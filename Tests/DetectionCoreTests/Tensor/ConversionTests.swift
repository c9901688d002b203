import Testing

@testable import DetectionCore

@Suite struct ConversionTests {
  // Around the ends of the blocks that are looked at together, and far behind them.
  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 199])
  func firstNotFinite_IsFoundWhereItStands(position: Int) {
    for bad in [Double.nan, .infinity, -.infinity, .signalingNaN] {
      var elements = [Double](repeating: -Double.greatestFiniteMagnitude, count: 200)
      elements[position] = bad
      if position < 199 { elements[199] = .nan }
      #expect(Tensor(elements).firstNotFinite == position)
      let floats = elements.map { $0.isFinite ? Float.greatestFiniteMagnitude : Float($0) }
      #expect(Tensor(floats).firstNotFinite == position)
    }
  }

  @Test(arguments: [0, 1, 64, 100]) func firstNotFinite_OfFiniteNumbers_IsNone(count: Int) {
    #expect(Tensor([Double](repeating: .leastNonzeroMagnitude, count: count)).firstNotFinite == nil)
    #expect(Tensor([Float](repeating: -.greatestFiniteMagnitude, count: count)).firstNotFinite == nil)
  }
}

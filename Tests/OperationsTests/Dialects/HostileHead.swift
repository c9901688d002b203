import DetectionCore
import JSON

@testable import Operations

/// A request to a detection whose heads are damaged: numbers that are none, that are too great, equal, or of no box.
struct HostileHead {
  let request: JSONObject

  /// `share`: of how many numbers another one takes the place.
  init(_ request: JSONObject, of operation: Operation, seed: UInt64, share: Double) {
    var generator = SplitMix64(seed: seed)
    let kind = Kind.allCases[Int(seed % UInt64(Kind.allCases.count))]
    var damaged = request
    for input in operation.declaration.inputs where input.element == .number {
      damaged[input.name] = damaged[input.name]?.mapped { number in
        Double.random(in: 0..<1, using: &generator) < share ? kind.number(instead: number, &generator) : number
      }
    }
    self.request = damaged
  }

  /// What is wrong with the numbers of a head.
  private enum Kind: CaseIterable {
    case nothing, zero, equal, negative, notANumber, infinite, tiny, great, all

    func number(instead number: Double, _ generator: inout SplitMix64) -> Double {
      switch self {
      case .nothing: Double.random(in: -2...2, using: &generator)
      case .zero: 0
      case .equal: 0.75
      case .negative: -number
      case .notANumber: .nan
      case .infinite: Bool.random(using: &generator) ? .infinity : -.infinity
      case .tiny: Bool.random(using: &generator) ? .leastNonzeroMagnitude : -1e-300
      case .great: Bool.random(using: &generator) ? 1e300 : -3e38
      case .all: Self.finite.randomElement(using: &generator)?.number(instead: number, &generator) ?? number
      }
    }

    private static let finite: [Kind] = [.nothing, .zero, .equal, .negative, .tiny, .great]
  }
}

import DetectionCore

/// How far an answer moves when its inputs are moved by half an ulp of float32, which is what rounding them may do: an
/// arithmetic that is off by as much does as well as its numbers let it.
struct Conditioning {
  /// Half an ulp of float64, in those of float32.
  static let ofFloat64 = 0x1p-29

  /// By name, the furthest that each number moved.
  private(set) var moves: [String: [Double]] = [:]

  /// Numbers of a network and of boxes. What is counted, and sizes of images and grids, is exact.
  private static let inputs = [
    "anchors", "box_deltas", "class_logits", "predictions", "proposals", "target_boxes",
  ]

  /// Moves every input up or down, by chance, `trials` times. A trial that changes more than digits counts for nothing.
  init(_ operation: String, _ request: KernelRequest, _ answer: [String: [Double]], trials: Int = 32) throws {
    moves = answer.mapValues { $0.map { _ in 0 } }
    for trial in 0..<trials {
      var generator = SeededGenerator(UInt64(trial))
      var fields = request.fields.mapValues { $0.mapped { request.isRounded ? Double(Float($0)) : $0 } }
      for name in Self.inputs {
        fields[name] = fields[name]?.mapped { $0 * (1 + (generator.integer(0..<2) == 0 ? 0x1p-24 : -0x1p-24)) }
      }
      let moved = try? Kernels<Double>.answer(
        operation, KernelRequest(fields: fields, isRounded: false, isFused: request.isFused))
      guard let moved, moved.mapValues(\.count) == answer.mapValues(\.count) else { continue }
      for (name, numbers) in answer {
        let differences = zip(numbers, moved[name] ?? []).map { abs($0 - $1) }
        moves[name] = zip(moves[name] ?? [], differences).map { max($0, $1) }
      }
    }
  }
}

extension JSONNode {
  fileprivate func mapped(_ transform: (Double) -> Double) -> JSONNode {
    switch self {
    case .number(let number): .number(transform(number))
    case .array(let elements): .array(elements.map { $0.mapped(transform) })
    default: self
    }
  }
}

import DetectionCore
import JSON
import Operations

/// How far an answer moves when its inputs are moved by half an ulp of float32, which is what rounding them may do: an
/// arithmetic that is off by as much does as well as its numbers let it. Of a difference p − t little may be left; moving t by half
/// an ulp moves it by as much as an error of p of so much does.
struct Conditioning {
  /// Half an ulp of float64, in those of float32.
  static let ofFloat64 = 0x1p-29

  /// By name, the furthest that each number moved.
  private(set) var moves: [String: [Double]] = [:]

  /// Numbers of a network and of boxes, and what anchors are made of, as they are rounded too. What is counted, and sizes of
  /// images and grids, is exact.
  private static let inputs = [
    "anchor_sizes", "anchors", "box_deltas", "class_logits", "logits", "predictions", "proposals", "target_boxes",
    "target_probabilities",
  ]

  /// Moves every input up or down, by chance, `trials` times. A trial that changes more than digits counts for nothing.
  init(_ request: VectorRequest, _ answer: [String: [Double]], trials: Int = 32) {
    moves = answer.mapValues { $0.map { _ in 0 } }
    for trial in 0..<trials {
      var generator = SplitMix64(seed: UInt64(trial))
      var fields = request.fields
      for name in Self.inputs {
        fields[name] = fields[name]?.mapped { number in
          let moved = number * (1 + (Int.random(in: 0..<2, using: &generator) == 0 ? 0x1p-24 : -0x1p-24))
          // No share of a target is greater than 1.
          return name == "target_probabilities" ? min(moved, 1) : moved
        }
      }
      let moved = try? VectorRequest(request.operation, fields).answer(in: .float64)
      guard let moved, answer.allSatisfy({ moved[$0.key]?.count == $0.value.count }) else { continue }
      for (name, numbers) in answer {
        let differences = zip(numbers, moved[name] ?? []).map { abs($0 - $1) }
        moves[name] = zip(moves[name] ?? [], differences).map { max($0, $1) }
      }
    }
  }
}

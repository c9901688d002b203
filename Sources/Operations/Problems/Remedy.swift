import DetectionCore
import JSON

/// What to do about the commonest mistakes with classes and labels, as a clause behind the fault.
enum Remedy {
  /// Of targets that have another shape than they should.
  static func shape(of input: String, _ found: Shape, _ request: Request) -> String {
    guard input == "targets",
      let values = ["logits", "probabilities"].lazy.compactMap({ request.inputs[$0]?.tensor.shape }).first
    else { return "" }
    if found == values, values.rank >= 2 {
      return ". These look like one-hot rows: give class indices, the position of each row's 1"
    }
    let extents = values.extents
    let withoutClasses: [[Int]] = [Array(extents.dropLast()), Array(extents.prefix(1) + extents.dropFirst(2))]
    guard values.rank >= 2, withoutClasses.contains(found.extents) else { return "" }
    let softmax = request.declaration.parameter("activation") == nil ? "" : ", or set activation to \"softmax\""
    return ". These look like class indices: give one-hot rows, a number for every class\(softmax)"
  }

  /// Of an element that is no class.
  static func element(of input: String, _ value: Double, _ request: Request) -> String {
    switch input {
    case "targets" where value < 0 || value == 255:
      guard request.declaration.parameter("ignore_index") != nil, request.value("ignore_index") == .null else {
        return ""
      }
      return "; to leave such elements out, set ignore_index to \(plain(value))"
    case "target_labels" where value == 0:
      return "; 0 is the background: count the classes of objects from 1"
    default: return ""
    }
  }
}

import CKeptMemory
import CSimdJSON
import DetectionCore

/// Turns the nodes of a document that was read into values. Nothing numeric is copied.
struct JSONTape {
  private let tape: focald_json_tape
  private let numbers: JSONNumbers

  init(_ tape: focald_json_tape, numbers: JSONNumbers) {
    self.tape = tape
    self.numbers = numbers
  }

  func value(at index: UInt32) -> JSONValue {
    guard let node = node(at: index) else { return .null }
    switch focald_json_kind(node.kind) {
    case focald_json_false: return .bool(false)
    case focald_json_true: return .bool(true)
    case focald_json_number: return .number(node.number)
    case focald_json_string: return .string(text(at: node.at, count: node.count))
    case focald_json_tensor: return tensor(node)
    case focald_json_array: return array(node)
    case focald_json_object: return object(node)
    default: return .null
    }
  }

  private func node(at index: UInt32) -> focald_json_node? {
    index == UInt32.max ? nil : tape.nodes?[Int(index)]
  }

  private func text(at start: UInt32, count: UInt32) -> String {
    guard count > 0, let text = tape.text else { return "" }
    let bytes = UnsafeRawBufferPointer(start: text + Int(start), count: Int(count))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func tensor(_ node: focald_json_node) -> JSONValue {
    guard let start = numbers.start, let extents = tape.extents,
      let shape = Shape((0..<Int(node.rank)).map { Int(extents[Int(node.extents_at) + $0]) })
    else { return .array([]) }
    // Numbers beyond the doubles are refused.
    return .numbers(Tensor(shape: shape, borrowing: start + Int(node.at), owner: numbers, isKnownFinite: true))
  }

  private func array(_ parent: focald_json_node) -> JSONValue {
    var elements: [JSONValue] = []
    elements.reserveCapacity(Int(parent.count))
    var next = parent.first
    while let child = node(at: next) {
      elements.append(value(at: next))
      next = child.next
    }
    return .array(elements)
  }

  private func object(_ parent: focald_json_node) -> JSONValue {
    var members: [JSONObject.Member] = []
    members.reserveCapacity(Int(parent.count))
    var next = parent.first
    while let child = node(at: next) {
      let key = text(at: child.key_at, count: child.key_count)
      members.append(JSONObject.Member(key: key, value: value(at: next)))
      next = child.next
    }
    return .object(JSONObject(members: members))
  }
}

import DetectionCore
import JSON

extension JSONValue {
  /// A tensor of a request with 1 and 0 in place of `true` and `false`, as if they had been sent: nested arrays, a flat
  /// tensor's data, or a list of such.
  var withNumbersForBooleans: JSONValue { holdsBooleans ? replacingBooleans : self }

  private var holdsBooleans: Bool {
    switch self {
    case .bool: true
    case .array(let items): items.contains(where: \.holdsBooleans)
    case .object(let object): object["data"]?.holdsBooleans ?? false
    default: false
    }
  }

  private var replacingBooleans: JSONValue {
    switch self {
    case .bool(let flag): return .number(flag ? 1 : 0)
    case .array(let items):
      let items = items.map(\.replacingBooleans)
      return JSONValue(rectangular: items) ?? .array(items)
    case .object(var object):
      if let data = object["data"] { object["data"] = data.replacingBooleans }
      return .object(object)
    default: return self
    }
  }

  /// Numbers, or blocks of one shape, as the block that the reader makes of them; `nil` if they are none.
  private init?(rectangular items: [JSONValue]) {
    let numbers = items.compactMap(\.number)
    if numbers.count == items.count, !items.isEmpty {
      self = .numbers(Tensor(numbers))
      return
    }
    let blocks = items.compactMap { if case .numbers(let tensor) = $0 { tensor } else { nil } }
    guard let first = blocks.first, blocks.count == items.count, blocks.allSatisfy({ $0.shape == first.shape }),
      let shape = Shape([items.count] + first.shape.extents),
      let whole = Tensor(shape: shape, elements: blocks.flatMap(\.elements))
    else { return nil }
    self = .numbers(whole)
  }
}

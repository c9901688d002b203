import JSON

/// One value for all images or levels of a request, or a list with one for each.
enum OneOrEach<Value: Sendable>: Sendable {
  case one(Value)
  case each([Value])

  /// A value for each of so many; `nil` if the list has another length.
  func values(count: Int) -> [Value]? {
    switch self {
    case .one(let value): Array(repeating: value, count: count)
    case .each(let values): values.count == count ? values : nil
    }
  }

  /// Reads JSON by what reads one value.
  init?(_ json: JSONValue, _ read: (JSONValue) -> Value?) {
    if let value = read(json) {
      self = .one(value)
    } else if let list = json.list {
      let values = list.compactMap(read)
      guard values.count == list.count else { return nil }
      self = .each(values)
    } else {
      return nil
    }
  }
}

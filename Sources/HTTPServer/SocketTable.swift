/// Values by socket. The system gives out the lowest numbers that are free, so that an array has them all, without hashing.
struct SocketTable<Value: Sendable>: Sendable {
  private var values: [Value?] = []
  /// How many there are.
  private(set) var count = 0

  /// Sets the value of a socket, which had none or another.
  mutating func set(_ value: Value, at socket: Int32) {
    guard socket >= 0 else { return }
    let place = Int(socket)
    if place >= values.count { values += Array(repeating: nil, count: place + 1 - values.count) }
    if values[place] == nil { count += 1 }
    values[place] = value
  }

  /// Takes a socket's value out.
  mutating func remove(at socket: Int32) -> Value? {
    guard values.indices.contains(Int(socket)), let value = values[Int(socket)] else { return nil }
    values[Int(socket)] = nil
    count -= 1
    return value
  }

  /// Lets `change` have a socket's value, if there is one.
  @discardableResult
  mutating func update<Result>(at socket: Int32, _ change: (inout Value) -> Result) -> Result? {
    guard values.indices.contains(Int(socket)) else { return nil }
    return values[Int(socket)].update(change)
  }

  /// Visits so many values, from the place after `start` on, which may be any number.
  func visit(atMost limit: Int, from start: UInt64, _ body: (Int32, Value) -> Void) {
    guard count > 0 else { return }
    var seen = 0
    for step in values.indices where seen < limit {
      let place = (Int(start % UInt64(values.count)) + step) % values.count
      guard let value = values[place] else { continue }
      seen += 1
      body(Int32(truncatingIfNeeded: place), value)
    }
  }
}

extension Optional {
  fileprivate mutating func update<Result>(_ change: (inout Wrapped) -> Result) -> Result? {
    switch self {
    case .none: return nil
    case .some(var value):
      self = .none
      defer { self = .some(value) }
      return change(&value)
    }
  }
}

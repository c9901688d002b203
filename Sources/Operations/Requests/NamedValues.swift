/// Values by name, as few as a request has fields: looked up one after the other, which beats a hash of the name.
struct NamedValues<Value: Sendable>: Sendable {
  private var entries: [(name: String, value: Value)] = []

  /// The value of a name; setting `nil` takes it out.
  subscript(name: String) -> Value? {
    get {
      for index in entries.indices where entries[index].name == name { return entries[index].value }
      return nil
    }
    set {
      let known = entries.firstIndex { $0.name == name }
      switch (known, newValue) {
      case (let index?, let value?): entries[index].value = value
      case (let index?, nil): entries.remove(at: index)
      case (nil, let value?): entries.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Whether there is a value of that name.
  func has(_ name: String) -> Bool { entries.contains { $0.name == name } }
}

/// Values by name, as few as a request has fields: looked up one after the other, which beats a hash of the name.
struct NamedValues<Value: Sendable>: Sendable {
  // No tuple: arrays of such are copied by what is known of their types at run time.
  private struct Entry {
    let name: String
    var value: Value
  }

  private var entries: [Entry] = []

  /// Whether there are none.
  var isEmpty: Bool { entries.isEmpty }

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
      case (nil, let value?):
        if entries.isEmpty { entries.reserveCapacity(4) }
        entries.append(Entry(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Whether there is a value of that name.
  func has(_ name: String) -> Bool {
    for index in entries.indices where entries[index].name == name { return true }
    return false
  }
}

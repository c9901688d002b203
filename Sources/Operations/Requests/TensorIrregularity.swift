import JSON

/// Finds the place where nested arrays are not a tensor.
extension TensorDecoder {
  /// The first element, in reading order, that breaks the shape which the elements before it have.
  func irregularity(in value: JSONValue, at place: String) -> Problem {
    firstIrregularity(in: value, extents: leadingExtents(of: value), at: place)
      ?? Problem(.raggedArray, at: place, "the nested arrays are not rectangular")
  }

  /// The extents read off the first element of every level.
  private func leadingExtents(of value: JSONValue) -> [Int] {
    guard let items = value.list else { return [] }
    return [items.count] + (items.first.map(leadingExtents) ?? [])
  }

  private func firstIrregularity(in value: JSONValue, extents: [Int], at place: String) -> Problem? {
    guard let extent = extents.first else {
      if value.number != nil { return nil }
      let isList = value.list != nil
      return Problem(
        isList ? .raggedArray : .wrongType, at: place,
        isList
          ? "expected a number, like those before it, found an array"
          : "expected a number, found \(value.kindName)")
    }
    guard let items = value.list else {
      return Problem(
        value.number == nil ? .wrongType : .raggedArray, at: place,
        "expected an array of \(counted(extent, "element")), like those before it, found \(value.kindName)")
    }
    guard items.count == extent else {
      return Problem(
        .raggedArray, at: place, "this array has \(counted(items.count, "element")), those before it have \(extent)")
    }
    for (index, item) in items.enumerated() {
      let inner = Array(extents.dropFirst())
      if let problem = firstIrregularity(in: item, extents: inner, at: "\(place)/\(index)") { return problem }
    }
    return nil
  }
}

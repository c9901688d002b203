import Operations

/// Choosing among an answer's tensors.
enum InferenceOutputs {
  /// The outputs that were asked for, in that order; all where none was named.
  static func select(
    _ outputs: [OutputTensor], _ request: InferenceRequest, of model: String, _ regions: SharedMemoryRegions?
  ) throws(Problem) -> [SelectedOutput] {
    guard let requested = request.outputs else {
      return outputs.map { SelectedOutput(tensor: $0, isBinary: request.isBinaryByDefault, place: nil) }
    }
    var selected: [SelectedOutput] = []
    for output in requested {
      guard let tensor = outputs.first(where: { $0.name == output.name }) else {
        let nearest = nearestName(to: output.name, among: outputs.map(\.name)).map { "; did you mean \($0)?" }
        let known = outputs.map(\.name).joined(separator: ", ")
        throw Problem(
          .unknownField, at: output.pointer + "/name",
          "\(model) has no output \(output.name) for this request\(nearest ?? "; it has \(known)")")
      }
      let place = try SharedMemoryPlace(output.parameters, at: output.pointer + "/parameters", regions)
      if let place { try write(tensor, to: place) }
      selected.append(
        SelectedOutput(tensor: tensor, isBinary: output.isBinary ?? request.isBinaryByDefault, place: place))
    }
    return selected
  }

  private static func write(_ output: OutputTensor, to place: SharedMemoryPlace) throws(Problem) {
    let count = output.byteCount
    guard count <= place.byteSize else {
      throw Problem(
        .outOfRange, at: place.pointer,
        "the output \(output.name) takes \(count) bytes, but its place in '\(place.name)' has \(place.byteSize)")
    }
    guard output.withBytes({ place.region.write($0, at: place.offset) }) else {
      throw Problem(
        .outOfRange, at: place.pointer, "the shared-memory object behind '\(place.name)' is smaller than it was")
    }
  }
}

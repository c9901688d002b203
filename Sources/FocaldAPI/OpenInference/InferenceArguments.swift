import DetectionCore
import HTTPMessages

/// Turns an inference request into arguments of an operation: inputs by name, parameters from `parameters` or as inputs.
struct InferenceArguments {
  /// What a request may carry beside the operation's own parameters; it has no effect here.
  private static let ignored: Set<String> = [
    "binary_data_output", "sequence_id", "sequence_start", "sequence_end", "priority", "timeout",
    "triton_enable_empty_final_response", "headers",
  ]

  let declaration: Declaration

  /// The arguments. `outputs`: the names of the outputs that are wanted; what nobody asked for is not computed.
  func arguments(
    _ request: InferenceRequest, _ tensors: [(InferenceTensor, AnyTensor)], limits: Limits
  ) throws(Problem) -> Arguments {
    var decoder = ArgumentDecoder(declaration: declaration, limits: limits)
    for (tensor, elements) in tensors {
      if let input = declaration.input(tensor.name) {
        decoder.take(input, elements, at: tensor.pointer + "/data")
      } else if let (input, number) = declaration.level(tensor.name) {
        decoder.take(input, level: number, elements, at: tensor.pointer + "/data")
      } else if let parameter = declaration.parameter(tensor.name) {
        let value = parameter.value(of: elements, isFlag: tensor.datatype == .bool)
        decoder.decode(parameter.name, value, at: tensor.pointer)
      } else {
        decoder.reportUnknown(tensor.name, at: tensor.pointer + "/name")
      }
    }
    for member in request.parameters.members where !Self.ignored.contains(member.key) {
      decoder.decode(member.key, parsed(member), at: "/parameters/" + JSONPointer.escape(member.key))
    }
    if !decoder.isGiven("precision") { decoder.decode("precision", precision(of: tensors), at: "/parameters") }
    if let outputs = request.outputs { enable(outputs.map(\.name), in: &decoder) }
    return try decoder.finish()
  }

  /// Double if any input is; else Float.
  private func precision(of tensors: [(InferenceTensor, AnyTensor)]) -> JSONValue {
    tensors.contains { $0.0.datatype == .float64 } ? "float64" : "float32"
  }

  /// Outputs that are computed on demand: those asked for, and no others.
  private func enable(_ outputs: [String], in decoder: inout ArgumentDecoder) {
    let tensors = declaration.outputTensors
    let wanted = Set(tensors.filter { outputs.contains($0.name) }.flatMap(\.conditions.flags))
    for flag in Set(tensors.flatMap(\.conditions.flags)) {
      decoder.override(flag, .bool(wanted.contains(flag)))
    }
  }

  /// Clients whose parameters can be only text, number or flag send lists as JSON text.
  private func parsed(_ member: JSONObject.Member) -> JSONValue {
    guard case .string(let text) = member.value, let parameter = declaration.parameter(member.key),
      parameter.type.issue(with: member.value, at: "") != nil,
      let value = try? JSONReader.read(ByteBuffer(text))
    else { return member.value }
    return value
  }
}

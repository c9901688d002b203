import DetectionCore
import HTTPMessages
import JSON
import Operations

/// Turns an inference request into arguments of an operation: inputs by name, parameters from `parameters` or as inputs.
///
/// Names that an exported network gave its tensors are mapped by `input_names`, in `parameters` or, for graphs that can
/// set a step's address alone, in the query.
struct InferenceArguments {
  /// What a request may carry beside the operation's own parameters; it has no effect here.
  static let ignored: Set<String> = [
    "binary_data_output", "sequence_id", "sequence_start", "sequence_end", "priority", "timeout",
    "triton_enable_empty_final_response", "headers", InputNames.parameter,
  ]

  let declaration: Declaration

  /// The arguments. Of outputs that are computed on demand, those that the request asks for are. `query`: the address's.
  func arguments(
    _ request: InferenceRequest, _ tensors: [(InferenceTensor, AnyTensor)], query: [(name: String, value: String)] = [],
    limits: Limits
  ) throws(Problem) -> Request {
    var decoder = RequestDecoder(declaration: declaration, limits: limits)
    let names = try names(request, query).fields(of: tensors.map(\.0.name), declaration)
    for (index, (tensor, elements)) in tensors.enumerated() {
      if let name = names[index] { take(tensor, elements, as: name, into: &decoder) }
    }
    for member in request.parameters.members where !Self.ignored.contains(member.key) {
      let place = "/parameters/" + JSONPointer.escape(member.key)
      if let input = declaration.input(member.key), input.element.isText {
        decoder.reportRecords(input, at: place)
      } else {
        decoder.decode(member.key, Self.parsed(member, declaration), at: place)
      }
    }
    if !decoder.isGiven("precision") { decoder.decode("precision", precision(of: tensors), at: "/parameters") }
    if let outputs = request.outputs { enable(outputs.map(\.name), in: &decoder) }
    return try decoder.finish()
  }

  private func names(_ request: InferenceRequest, _ query: [(name: String, value: String)]) throws(Problem)
    -> InputNames
  {
    var names = InputNames()
    if let value = request.parameters[InputNames.parameter], value != .null {
      try names.add(value, at: "/parameters/\(InputNames.parameter)")
    }
    for item in query where item.name == InputNames.parameter {
      try names.add(.string(item.value), at: "/\(InputNames.parameter)")
    }
    return names
  }

  /// Takes a tensor as the field of a name.
  private func take(
    _ tensor: InferenceTensor, _ elements: AnyTensor, as name: String, into decoder: inout RequestDecoder
  ) {
    let (data, shape) = (tensor.pointer + "/data", tensor.pointer + "/shape")
    if let input = declaration.input(name) {
      decoder.take(input, elements, at: data, shape: shape)
    } else if let (input, number) = declaration.level(name) {
      decoder.take(input, level: number, elements, at: data, shape: shape)
    } else if let parameter = declaration.parameter(name) {
      let value = parameter.value(of: elements, isFlag: tensor.datatype == .bool)
      decoder.decode(parameter.name, value, at: tensor.pointer)
    } else {
      decoder.reportUnknown(name, at: tensor.pointer + "/name", advice: InputNames.advice, isMistyped: true)
    }
  }

  /// Double if any input is; else Float.
  private func precision(of tensors: [(InferenceTensor, AnyTensor)]) -> JSONValue {
    tensors.contains { $0.0.datatype == .float64 } ? "float64" : "float32"
  }

  /// Outputs that are computed on demand: those asked for, and no others.
  private func enable(_ outputs: [String], in decoder: inout RequestDecoder) {
    let tensors = declaration.outputTensors
    let wanted = Set(tensors.filter { outputs.contains($0.name) }.flatMap(\.conditions.flags))
    for flag in Set(tensors.flatMap(\.conditions.flags)) {
      decoder.override(flag, .bool(wanted.contains(flag)))
    }
  }

  /// Clients whose parameters can be only text, number or flag send lists as JSON text.
  static func parsed(_ member: JSONObject.Member, _ declaration: Declaration) -> JSONValue {
    guard case .string(let text) = member.value, let parameter = declaration.parameter(member.key),
      parameter.type.issue(with: member.value, at: "") != nil,
      let value = try? JSONReader.read(ByteBuffer(text))
    else { return member.value }
    return value
  }
}

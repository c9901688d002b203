import DetectionCore
import HTTPMessages
import JSON
import Operations

/// A tensor of an inference request, as it is described; its elements are read later.
struct InferenceTensor: Sendable {
  let name: String
  let shape: Shape
  /// `nil`: BYTES, which pictures come in and operations do not take.
  let datatype: TensorDatatype?
  /// Elements as JSON, if they are there.
  let data: JSONValue?
  /// `binary_data_size`, shared-memory places and others.
  let parameters: JSONObject
  /// Where it stands in the request.
  let pointer: String
}

/// An output that a request asks for.
struct RequestedOutput: Sendable {
  let name: String
  /// `binary_data`, if the request says it.
  let isBinary: Bool?
  let parameters: JSONObject
  let pointer: String
}

/// The JSON part of an inference request (Open Inference Protocol v2, «Inference»).
struct InferenceRequest: Sendable {
  let id: String?
  let inputs: [InferenceTensor]
  /// `nil`: every output.
  let outputs: [RequestedOutput]?
  let parameters: JSONObject
  /// `binary_data_output`: what an output that does not say itself is.
  let isBinaryByDefault: Bool

  init(_ value: JSONValue) throws(Problem) {
    guard case .object(let object) = value else {
      throw Problem(.wrongType, "an inference request is an object with inputs, not \(value.kindName)")
    }
    for key in object.keys
    where !["id", "inputs", "outputs", "parameters", "model_name", "model_version"].contains(key) {
      throw Problem(
        .unknownField, at: "/" + JSONPointer.escape(quoted(key)), "an inference request has no field \(quoted(key))")
    }
    id = try Self.id(object["id"])
    parameters = try Self.object(object["parameters"], at: "/parameters")
    isBinaryByDefault = try Self.flag(parameters["binary_data_output"], at: "/parameters/binary_data_output") ?? false
    // An inference graph forwards the previous step's answer as it is: its outputs are our inputs.
    let isForwarded = object["inputs"] == nil && object["outputs"] != nil
    inputs = try Self.tensors(object[isForwarded ? "outputs" : "inputs"], at: isForwarded ? "/outputs" : "/inputs")
    outputs = isForwarded ? nil : try Self.outputs(object["outputs"])
  }

  private static func id(_ value: JSONValue?) throws(Problem) -> String? {
    switch value {
    case nil, .null: return nil
    case .string(let id): return id.isEmpty ? nil : id
    default: throw Problem(.wrongType, at: "/id", "the id must be a string")
    }
  }

  fileprivate static func object(_ value: JSONValue?, at place: String) throws(Problem) -> JSONObject {
    switch value {
    case nil, .null: return JSONObject()
    case .object(let object): return object
    default: throw Problem(.wrongType, at: place, "parameters must be an object")
    }
  }

  fileprivate static func flag(_ value: JSONValue?, at place: String) throws(Problem) -> Bool? {
    switch value {
    case nil, .null: return nil
    case .bool(let flag): return flag
    default: throw Problem(.wrongType, at: place, "expected true or false")
    }
  }

  private static func tensors(_ value: JSONValue?, at place: String) throws(Problem) -> [InferenceTensor] {
    guard case .array(let items)? = value else {
      throw Problem(.missingField, at: place, "inputs must be a list of tensors")
    }
    var tensors: [InferenceTensor] = []
    for (index, item) in items.enumerated() {
      let tensor = try InferenceTensor(item, at: "\(place)/\(index)")
      guard !tensors.contains(where: { $0.name == tensor.name }) else {
        throw Problem(.duplicateKey, at: "\(place)/\(index)/name", "the input \(tensor.name) is given twice")
      }
      tensors.append(tensor)
    }
    return tensors
  }

  private static func outputs(_ value: JSONValue?) throws(Problem) -> [RequestedOutput]? {
    switch value {
    case nil, .null: return nil
    case .array(let items):
      guard !items.isEmpty else { return nil }
      var outputs: [RequestedOutput] = []
      for (index, item) in items.enumerated() {
        let output = try RequestedOutput(item, at: "/outputs/\(index)")
        guard !outputs.contains(where: { $0.name == output.name }) else {
          throw Problem(.duplicateKey, at: "/outputs/\(index)/name", "the output \(output.name) is asked for twice")
        }
        outputs.append(output)
      }
      return outputs
    default: throw Problem(.wrongType, at: "/outputs", "outputs must be a list")
    }
  }
}

extension RequestedOutput {
  init(_ value: JSONValue, at place: String) throws(Problem) {
    guard case .object(let object) = value, case .string(let name)? = object["name"] else {
      throw Problem(.wrongType, at: place, "a requested output is an object with a name")
    }
    self.name = name
    pointer = place
    parameters = try InferenceRequest.object(object["parameters"], at: place + "/parameters")
    isBinary = try InferenceRequest.flag(parameters["binary_data"], at: place + "/parameters/binary_data")
    if let classes = parameters["classification"], classes != 0 {
      throw Problem(
        .conflictingFields, at: place + "/parameters/classification",
        "the classification extension is not supported: \(name) is not a list of class scores")
    }
  }
}

extension InferenceTensor {
  init(_ value: JSONValue, at place: String) throws(Problem) {
    guard case .object(let object) = value else {
      throw Problem(.wrongType, at: place, "a tensor is an object with name, shape, datatype and data")
    }
    for key in object.keys where !["name", "shape", "datatype", "data", "parameters"].contains(key) {
      throw Problem(
        .unknownField, at: "\(place)/\(JSONPointer.escape(quoted(key)))", "a tensor has no field \(quoted(key))")
    }
    guard case .string(let name)? = object["name"] else {
      throw Problem(.missingField, at: place + "/name", "the tensor's name is missing")
    }
    guard let shape = object["shape"] else {
      throw Problem(.missingField, at: place + "/shape", "the shape of \(name) is missing")
    }
    guard case .string(let typeName)? = object["datatype"] else {
      throw Problem(.missingField, at: place + "/datatype", "the datatype of \(name) is missing")
    }
    let datatype = TensorDatatype(rawValue: typeName)
    guard datatype != nil || typeName == Self.bytes else {
      throw Self.unknown(typeName, of: name, at: place)
    }
    self.name = name
    self.shape = try Shape(reading: shape, at: place + "/shape")
    self.datatype = datatype
    data = object["data"]
    parameters = try InferenceRequest.object(object["parameters"], at: place + "/parameters")
    pointer = place
  }

  private static let bytes = "BYTES"

  /// The type of its numbers; throws where it has none.
  func numberType() throws(Problem) -> TensorDatatype {
    guard let datatype else { throw Self.unknown(Self.bytes, of: name, at: pointer) }
    return datatype
  }

  private static func unknown(_ type: String, of name: String, at place: String) -> Problem {
    let known = TensorDatatype.allCases.map(\.rawValue).joined(separator: ", ")
    return Problem(.invalidChoice, at: place + "/datatype", "the datatype \(type) of \(name) is not one of \(known)")
  }
}

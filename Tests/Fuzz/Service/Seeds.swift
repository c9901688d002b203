import DetectionCore
import Foundation
import HTTPMessages
import JSON
import Service

/// The first corpus of each target: the catalogue's examples, so that a new operation is fuzzed without being listed.
enum Seeds {
  /// The boundary of every multipart body here.
  static let boundary = "cut"

  static func write(to directory: String) {
    var seeds: [FuzzTarget: [String: [UInt8]]] = [:]
    for (name, example) in examples() {
      let line = name.replacingOccurrences(of: ".", with: "/") + "\n"
      seeds[.operation, default: [:]][name] = Array((line + example.text()).utf8)
      seeds[.json, default: [:]][name] = Array(example.text().utf8)
      seeds[.form, default: [:]][name] = Array((line + multipart(example)).utf8)
      seeds[.structured, default: [:]][name] = [UInt8(clamping: seeds[.structured]?.count ?? 0)]
      for member in members(example) where member.key == "ground_truth" || member.key == "detections" {
        seeds[.records, default: [:]]["\(name).\(member.key)"] = Array(member.value.text().utf8)
      }
      guard let inputs = inference(example) else { continue }
      seeds[.inference, default: [:]][name] = Array("\(name) -\n\(inputs.text())".utf8)
      seeds[.tensorFile, default: [:]][name] = Array(line.utf8) + tensorFile(example)
      seeds[.query, default: [:]][name] = Array("\(line)\(query(example))\n".utf8) + tensorFile(example)
    }
    seeds[.head] = [
      "catalogue": Array("GET\n/v1/operations\n-=\nAccept: text/html, */*;q=0.1\n".utf8),
      "form": Array("POST\n/v1/losses/l1\nprecision=float32\nContent-Type: application/x-safetensors\n".utf8),
      "model": Array("GET\n/v2/models/boxes.nms/versions/1\n-=\nAccept-Encoding: gzip\n".utf8),
    ]
    seeds[.yaml] = [
      "settings": Array("host: 127.0.0.1 # here\nports: [1, 0x2]\na:\n  - b: 'c'\n    d: |\n      e\n".utf8)
    ]
    for (target, files) in seeds { write(files, to: "\(directory)/\(target.rawValue)") }
  }

  private static func write(_ files: [String: [UInt8]], to directory: String) {
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: "\(directory)/\(name)")) }
    } catch {
      fatalError("cannot write \(directory): \(error)")
    }
  }

  /// The operations as the catalogue lists them.
  static func catalogue() -> [JSONValue] {
    let head = HTTPRequestHead(method: .get, path: "/v1/operations")
    guard let catalogue = try? JSONReader.read(Service().respond(to: HTTPRequest(head: head)).body),
      case .array(let operations)? = catalogue["operations"]
    else { fatalError("no catalogue") }
    return operations
  }

  /// The catalogue's examples by their operations' names.
  private static func examples() -> [(String, JSONValue)] {
    catalogue().compactMap { operation in
      guard case .string(let name)? = operation["name"], let example = operation["example"] else { return nil }
      return (name, example)
    }
  }

  private static func members(_ example: JSONValue) -> [JSONObject.Member] {
    guard case .object(let object) = example else { return [] }
    return object.members
  }

  private static func multipart(_ example: JSONValue) -> String {
    members(example).map { member in
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(member.key)\"\r\n\r\n\(member.value.text())\r\n"
    }.joined() + "--\(boundary)--\r\n"
  }

  /// Arrays of numbers as tensors, everything else as a parameter; `nil` where there is no tensor.
  private static func inference(_ example: JSONValue) -> JSONValue? {
    let tensors = members(example).compactMap { member -> JSONValue? in
      guard case .numbers(let numbers) = member.value else { return nil }
      return [
        "name": .string(member.key), "datatype": "FP64",
        "shape": .array(numbers.shape.extents.map { .number(Double($0)) }), "data": member.value,
      ]
    }
    guard !tensors.isEmpty else { return nil }
    let parameters = members(example).filter { member in if case .numbers = member.value { false } else { true } }
    return [
      "inputs": .array(tensors),
      "parameters": .object(JSONObject(members: parameters)),
    ]
  }

  /// What is no array of numbers, as a query.
  private static func query(_ example: JSONValue) -> String {
    let parameters = members(example).filter { member in if case .numbers = member.value { false } else { true } }
    return parameters.map { "\($0.key)=\($0.value.text ?? $0.value.text())" }.joined(separator: "&")
  }

  /// A safetensors file of the arrays of numbers, in float64.
  private static func tensorFile(_ example: JSONValue) -> [UInt8] {
    var entries: [String] = []
    var bytes: [UInt8] = []
    for member in members(example) {
      guard case .numbers(let numbers) = member.value else { continue }
      let start = bytes.count
      for number in numbers.elements { withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 } }
      let shape = numbers.shape.extents.map(String.init).joined(separator: ",")
      entries.append(
        #""\#(member.key)":{"dtype":"F64","shape":[\#(shape)],"data_offsets":[\#(start),\#(bytes.count)]}"#)
    }
    let head = Array("{\(entries.joined(separator: ","))}".utf8)
    return withUnsafeBytes(of: UInt64(head.count).littleEndian) { Array($0) } + head + bytes
  }
}

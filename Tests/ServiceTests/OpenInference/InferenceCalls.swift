import HTTPMessages
import JSON

@testable import Operations
@testable import Service

extension Service {
  /// `POST /v2/models/{model}/infer`.
  func infer(_ model: String, _ body: String, query: [(name: String, value: String)] = []) -> Inference {
    let head = HTTPRequestHead(
      method: .post, path: "/v2/models/\(model)/infer", query: query, headers: ["Content-Type": "application/json"],
      id: "test")
    return Inference(Reply(respond(to: HTTPRequest(head: head, body: ByteBuffer(body)))))
  }
}

/// An answer of the inference protocol.
struct Inference {
  let status: Int
  let error: String
  let outputs: [String: JSONValue]
  let names: [String]

  init(_ reply: Reply) {
    status = reply.status
    error = reply.json?["error"]?.text ?? ""
    let list = reply.json?["outputs"]?.list ?? []
    names = list.compactMap { $0["name"]?.text }
    outputs = Dictionary(list.map { ($0["name"]?.text ?? "", $0) }) { first, _ in first }
  }

  func shape(_ name: String) -> [Double]? {
    outputs[name]?["shape"].flatMap { $0 == .array([]) ? [] : $0.numberList }
  }
  func datatype(_ name: String) -> String? { outputs[name]?["datatype"]?.text }
  func data(_ name: String) -> [Double]? { outputs[name]?["data"].flatMap { $0 == .array([]) ? [] : $0.numberList } }
}

/// The body of an inference request; `more`: further members.
func inference(_ tensors: [String], key: String = "inputs", more: String = "") -> String {
  #"{"\#(key)": [\#(tensors.joined(separator: ","))]\#(more.isEmpty ? "" : ", " + more)}"#
}

/// A tensor of an inference request, as JSON.
func tensor(_ name: String, _ shape: [Int], _ data: [Double] = [], type: String = "FP32") -> String {
  #"{"name": "\#(name)", "shape": \#(shape), "datatype": "\#(type)", "data": \#(data)}"#
}

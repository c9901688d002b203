import DetectionCore
import HTTPMessages
import Service

/// Focal loss and gradient of 4 logits as JSON, from the request's head and body to the answer's: a service without a
/// server.
let request = Kind(name: "request", sizes: [4]) { try jsonRequest($0, gradients: true) }

/// The loss of many values as JSON, by a service without a server.
let jsonService = Kind(name: "request-json", sizes: [1_000_000]) { try jsonRequest($0, gradients: false) }

/// Loss and gradient of many values as binary tensors, by a service without a server.
let binaryService = Kind(name: "request-binary", sizes: [1_000_000]) { count in
  let inputs = ["logits", "targets"].map {
    #"{"name":"\#($0)","shape":[\#(count)],"datatype":"FP32","parameters":{"binary_data_size":\#(4 * count)}}"#
  }
  let outputs = ["loss", "gradients.logits"].map { #"{"name":"\#($0)","parameters":{"binary_data":true}}"# }
  let text =
    "{\"inputs\":[\(inputs.joined(separator: ","))],\"outputs\":[\(outputs.joined(separator: ","))],"
    + "\"parameters\":{\"reduction\":\"sum\",\"gradients\":true}}"
  let head = HTTPRequestHead(
    method: .post, path: "/v2/models/losses.focal/infer",
    headers: ["Inference-Header-Content-Length": "\(text.utf8.count)"])
  let (logits, targets) = classification(count)
  return try answering(head) { position in
    let body = ByteBuffer(capacity: text.utf8.count + 8 * count, aligned: position)
    _ = body.append(text)
    for numbers in [logits, targets] { numbers.withElements { _ = body.append(UnsafeRawBufferPointer($0)) } }
    return body
  }
}

private func jsonRequest(_ count: Int, gradients: Bool) throws -> Workload {
  let (logits, targets) = classification(count)
  let text =
    "{\"logits\":\(logits.elements),\"targets\":\(targets.elements.map { Int($0) }),\"precision\":\"float32\","
    + "\"gradients\":\(gradients)}"
  let head = HTTPRequestHead(
    method: .post, path: "/v1/losses/focal", headers: ["Content-Type": "application/json"])
  return try answering(head) { _ in ByteBuffer(text) }
}

/// Each request has a body of its own, as on the wire: the service may discard what it has read.
private func answering(_ head: HTTPRequestHead, _ body: @escaping @Sendable (_ alignedPosition: Int) -> ByteBuffer)
  throws -> Workload
{
  let service = Service()
  return Workload(inputs: []) {
    let plan = service.plan(for: head)
    let response = plan.respond(HTTPRequest(head: head, body: body(plan.alignedPosition)))
    guard response.status.code == 200 else { throw Refused(status: response.status.code) }
    return { [NamedArray("status", [response.status.code])] }
  }
}

private struct Refused: Error { let status: Int }

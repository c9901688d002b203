import HTTPMessages
import JSON
import Operations

/// `/v2/systemsharedmemory/…`, and the refusal of `/v2/cudasharedmemory/…`.
struct SharedMemoryEndpoints: Sendable {
  /// The refusal of a server whose settings do not allow it.
  static let off = "system shared memory is off; the setting system_shared_memory allows it"

  /// Of a key that may pass tensors so.
  private static let door = Endpoint.Door.scope("shared-memory")

  /// `nil`: not allowed.
  let regions: SharedMemoryRegions?

  func add(to router: inout Router<Endpoint>) {
    let base = "/v2/systemsharedmemory"
    router.add(.get, base + "/status", Endpoint { _, _ throws(Problem) in try status(of: nil) }.behind(Self.door))
    router.add(
      .get, base + "/region/{region}/status",
      Endpoint { _, variables throws(Problem) in try status(of: variables["region"]) }.behind(Self.door))
    router.add(
      .post, base + "/region/{region}/register",
      Endpoint { request, variables throws(Problem) in try register(variables["region"] ?? "", request.body) }
        .behind(Self.door))
    router.add(
      .post, base + "/unregister", Endpoint { _, _ throws(Problem) in try unregister(nil) }.behind(Self.door))
    router.add(
      .post, base + "/region/{region}/unregister",
      Endpoint { _, variables throws(Problem) in try unregister(variables["region"]) }.behind(Self.door))
    addCUDA(to: &router)
  }

  private func addCUDA(to router: inout Router<Endpoint>) {
    let base = "/v2/cudasharedmemory"
    let refusal = Endpoint { _, _ throws(Problem) in
      throw Problem(.malformedRequest, "CUDA shared memory is not supported: this server computes on the CPU")
    }
    router.add(.get, base + "/status", refusal)
    router.add(.get, base + "/region/{region}/status", refusal)
    router.add(.post, base + "/region/{region}/register", refusal)
    router.add(.post, base + "/unregister", refusal)
    router.add(.post, base + "/region/{region}/unregister", refusal)
  }

  private func allowed() throws(Problem) -> SharedMemoryRegions {
    guard let regions else { throw Problem(.malformedRequest, Self.off) }
    return regions
  }

  private func status(of name: String?) throws(Problem) -> HTTPResponse {
    let regions = try allowed()
    if let name { _ = try regions.region(name) }
    let wanted = regions.all.filter { name == nil || $0.name == name }
    return .json(
      JSONValue.array(
        wanted.map {
          [
            "name": .string($0.name), "key": .string($0.region.key), "offset": .number(Double($0.region.offset)),
            "byte_size": .number(Double($0.region.byteSize)),
          ]
        }))
  }

  private func register(_ name: String, _ body: ByteBuffer) throws(Problem) -> HTTPResponse {
    let regions = try allowed()
    let value: JSONValue
    do { value = try JSONReader.read(body) } catch { throw Problem(error) }
    guard case .string(let key)? = value["key"] else { throw Problem(.missingField, at: "/key", "the key is missing") }
    guard let byteSize = value["byte_size"]?.number.flatMap({ Int(exactly: $0) }), byteSize > 0 else {
      throw Problem(.wrongType, at: "/byte_size", "byte_size must be a whole number > 0")
    }
    let given = value["offset"] ?? 0
    guard let offset = given.number.flatMap({ Int(exactly: $0) }), offset >= 0 else {
      throw Problem(.wrongType, at: "/offset", "offset must be a whole number ≥ 0")
    }
    try regions.register(name, SharedMemoryRegion(key: key, offset: offset, byteSize: byteSize))
    return .json(JSONObject())
  }

  private func unregister(_ name: String?) throws(Problem) -> HTTPResponse {
    try allowed().unregister(name)
    return .json(JSONObject())
  }
}

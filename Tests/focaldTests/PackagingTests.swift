import Testing

@testable import focald

@Suite struct PackagingTests {
  @Test func image_IsLabelledWithTheVersion() throws {
    let dockerfile = try readFile(repositoryRoot + "/Dockerfile")
    #expect(dockerfile.contains("org.opencontainers.image.version=\"\(focaldVersion)\""))
  }

  // https://docs.docker.com/reference/dockerfile/#healthcheck: the probe must give up before Docker does.
  @Test func image_WaitsForTheHealthcheck() throws {
    let dockerfile = try readFile(repositoryRoot + "/Dockerfile")
    #expect(dockerfile.contains("--timeout=5s"))
    #expect(HealthProbe(host: "::", port: 1).patience < .seconds(5))
  }
}

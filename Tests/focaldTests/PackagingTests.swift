import ArgumentParser
import Service
import Testing

@testable import focald

@Suite struct PackagingTests {
  @Test func image_IsLabelledAsTheProgramSays() throws {
    let dockerfile = try readFile(repositoryRoot + "/Dockerfile")
    #expect(dockerfile.contains("org.opencontainers.image.version=\"\(focaldVersion)\""))
    #expect(dockerfile.contains("org.opencontainers.image.description=\"\(BuildInformation.summary)\""))
  }

  @Test func help_SaysWhatTheProgramIs() {
    #expect(Focald.helpMessage(columns: 1000).contains("\(BuildInformation.summary)."))
  }

  // https://docs.docker.com/reference/dockerfile/#healthcheck: the probe must give up before Docker does.
  @Test func image_WaitsForTheHealthcheck() throws {
    let dockerfile = try readFile(repositoryRoot + "/Dockerfile")
    #expect(dockerfile.contains("--timeout=5s"))
    #expect(HealthProbe(host: "::", port: 1).patience < .seconds(5))
  }
}

namespace ScoringFairness.Service.Responses.Files;

/// <summary>A file that was uploaded in the browser and whose columns are being named.</summary>
/// <param name="FileId">What it is called in addresses.</param>
/// <param name="Name">What it is called where it came from.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record KeptFile(string FileId, string Name, byte[] Content);

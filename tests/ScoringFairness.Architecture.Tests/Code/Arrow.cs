namespace ScoringFairness.Architecture.Tests.Code;

/// <summary>One type refers to another: in a field, a signature, a body, an attribute or a generic argument.</summary>
internal sealed record Arrow(string From, string To);

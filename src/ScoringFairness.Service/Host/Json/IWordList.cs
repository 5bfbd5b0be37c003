namespace ScoringFairness.Service.Host.Json;

/// <summary>What is read from a list of words, or from one word as a list of one, and written as a list.</summary>
internal interface IWordList;

namespace ScoringFairness.Scoring.Probes;

/// <summary>What probes that did not see a response, nor any other of its cluster, guessed of its group.</summary>
/// <param name="At">The response's place.</param>
/// <param name="Part">The part that it was held out with: guesses about two parts are two probes'.</param>
/// <param name="ByVector">The guess from the scorer's vector, higher for the first group.</param>
/// <param name="ByPlain">The guess from plain features of the text.</param>
public sealed record ProbeGuess(int At, int Part, double ByVector, double ByPlain);

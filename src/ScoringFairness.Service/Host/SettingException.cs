namespace ScoringFairness.Service.Host;

/// <summary>A setting with which the program cannot start.</summary>
/// <param name="message">What is wrong with it, and what to set instead.</param>
internal sealed class SettingException(string message) : Exception(message);

namespace Resident.Web.Profiles;

/// <summary>Makes the documents that a profile's page draws.</summary>
public interface IProfileAnswers
{
    /// <summary>Makes a document.</summary>
    /// <param name="view">"flame", "top", "graph", "peek", "source" or "about".</param>
    /// <param name="parameters">The request's parameters: settings by name, and "f", the expression of peek and source.</param>
    /// <returns>The document as UTF-8 JSON.</returns>
    /// <exception cref="ArgumentException">A parameter is wrong; the message says which.</exception>
    byte[] Answer(string view, IReadOnlyDictionary<string, string> parameters);
}

using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Resident.EndToEnd.Tests")]

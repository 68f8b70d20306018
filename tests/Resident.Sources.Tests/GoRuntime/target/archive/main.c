// A C program that calls an archive of Go.
#include <stdio.h>

extern void Begin(int count);

int main(void)
{
    Begin(25);
    puts("ready\n.");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    return 0;
}

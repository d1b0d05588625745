package dev.latchkey.example;

/** The lines that a start prints. Each can be pasted into a shell unchanged, except that "..." stands for a value. */
record Greeting(String url, String owner, String member) {

    private static final String WANTED = "-d '{\"access_token\":{\"description\":\"nightly export\","
            + "\"scopes\":\"workspace:read\",\"workspace_names\":[\"workspaces/myworkspace\"]}}'";

    /** {@return the lines with passwords, which are printed only once} */
    String first(String ownersPassword, String membersPassword) {
        return "Listening at " + url + "\n\n"
                + "Access Management page: " + url + ManagementPage.PATH + "/\n"
                + "  the owner of the workspace: user " + owner + ", password " + ownersPassword + "\n"
                + "  a member, who looks only:   user " + member + ", password " + membersPassword + "\n\n"
                + "The tokens on the page, with their uses of the last month, are samples. The passwords are new, and\n"
                + "printed this once. The same by curl:\n\n"
                + lines("'" + owner + ":" + ownersPassword + "'", "'" + member + ":" + membersPassword + "'");
    }

    /** {@return the lines of a later start, for which curl asks for the password} */
    String again() {
        return "Listening at " + url + "\n\n"
                + "Access Management page: " + url + ManagementPage.PATH + "/\n"
                + "  the owner of the workspace: user " + owner + "\n"
                + "  a member, who looks only:   user " + member + "\n\n"
                + "Workspace, tokens and passwords are those of the first start, which printed the passwords; if they are\n"
                + "lost, stop this and start with --new-password. The same by curl, which asks for the password:\n\n"
                + lines(owner, member);
    }

    private String lines(String ownersCredentials, String membersCredentials) {
        return """
                # create a token that may read the workspace; it expires in 90 days unless "expire_time" says otherwise
                %1$s -X POST %3$s/v1beta/access-tokens %4$s

                # take its "name" and its "token" from the answer
                NAME=access-tokens/...
                ACCESS_TOKEN=...

                # use it
                %2$s -X GET %3$s/v1beta/workspaces

                # it may not write
                %2$s -X PATCH %3$s/v1beta/workspaces/myworkspace -d '{"workspace":{"display_name":"Mine"}}'

                # a member of the workspace may not create tokens
                %5$s -X POST %3$s/v1beta/access-tokens %4$s

                # list the tokens
                %1$s %3$s/v1beta/access-tokens

                # delete the token; from then on it is refused
                %1$s -X DELETE %3$s/v1beta/$NAME
                """.formatted(
                        "curl -s -w '\\n' -u " + ownersCredentials,
                        "curl -s -w '\\n' -H \"Authorization: Bearer $ACCESS_TOKEN\"",
                        url,
                        WANTED,
                        "curl -s -w '\\n' -u " + membersCredentials);
    }
}
